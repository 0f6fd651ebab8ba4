import type { Model } from '@pod-contagion/observatory';
import { csv, type Columns } from '@pod-contagion/simulator/formats';
import { nameOfPod } from '../panels/choose.ts';
import { startOf } from '../panels/tree/layout.ts';
import { rowsOf } from './infections-csv.ts';
import { firstMsOf, nameOf } from './newick.ts';

/** What R reads as missing. */
const MISSING = 'NA';

/** The table of cases that R's epicontacts and outbreaker2 read, with the columns of the simulator's; times since the first infection. */
export function linelistCsv(model: Model): Generator<string, void, undefined> {
  const { infections } = model;
  const firstMs = firstMsOf(infections);
  const lives = livesOf(model);
  const seconds = (atMs: number | undefined): string | number =>
    atMs === undefined ? MISSING : (atMs - firstMs) / 1_000;
  const columns: Columns<number> = [
    ['id', (row) => nameOf(infections, row)],
    ['infector', (row) => infectorOf(model, row) ?? MISSING],
    ['date', (row) => Math.floor((startOf(infections, row) - firstMs) / 1_000)],
    ['pod', (row) => nameOfPod(model, infections.pod.at(row))],
    ['life', (row) => lives[row]],
    ['generation', (row) => (infections.generation.at(row) < 0 ? MISSING : infections.generation.at(row))],
    ['infected_seconds', (row) => seconds(infections.exposedAtMs(row))],
    ['symptomatic_seconds', (row) => seconds(infections.symptomaticAtMs(row))],
    ['ended_seconds', (row) => seconds(infections.endedAtMs(row))],
  ];
  return csv(columns, rowsOf(infections.length));
}

/** The table of contacts that goes with the linelist: who infected whom, a line each. */
export function contactsCsv(model: Model): Generator<string, void, undefined> {
  const columns: Columns<number> = [
    ['from', (row) => infectorOf(model, row)],
    ['to', (row) => nameOf(model.infections, row)],
  ];
  return csv(columns, contactsOf(model));
}

function* contactsOf(model: Model): Generator<number, void, undefined> {
  for (const row of rowsOf(model.infections.length)) if (infectorOf(model, row) !== undefined) yield row;
}

function infectorOf({ infections }: Model, row: number): string | undefined {
  const parent = infections.parent.at(row) - infections.first;
  return parent >= 0 && parent < infections.length ? nameOf(infections, parent) : undefined;
}

/** In which of its pod's infected lives each was, from 0: lives without one are not known here. */
function livesOf({ infections }: Model): Uint32Array {
  const seen = new Map<number, number>();
  return Uint32Array.from({ length: infections.length }, (_, row) => {
    const pod = infections.pod.at(row);
    const life = seen.get(pod) ?? 0;
    seen.set(pod, life + 1);
    return life;
  });
}
