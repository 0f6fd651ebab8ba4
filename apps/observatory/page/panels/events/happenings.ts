import type { Model } from '@pod-contagion/observatory';
import { nameOfPod } from '../choose.ts';
import { infectorName } from '../infection-table.ts';

/** Something that happened to a pod. */
export type Happening = Readonly<{
  atMs: number;
  kind: string;
  /** Name of the pod. */
  pod: string;
  /** Its number, where the page knows it. */
  number: number | undefined;
  text: string;
  /** Row of the infection, where it is of one. */
  row: number | undefined;
}>;

/** How many infections are looked through, from the newest back. */
const MAX_INFECTIONS = 4_000;

/** What the page knows by itself, the newest first: who was infected, fell ill, ended; and chaos runs. Up to a moment. */
export function happeningsOf(model: Model, untilMs: number): Happening[] {
  const { infections, runs, pods } = model;
  const happenings: Happening[] = [];
  const add = (atMs: number | undefined, kind: string, row: number, text: string): void => {
    if (atMs === undefined || atMs > untilMs) return;
    const number = infections.pod.at(row);
    happenings.push({ atMs, kind, pod: nameOfPod(model, number), number, text, row });
  };
  let seen = 0;
  for (let row = infections.length - 1; row >= 0 && seen < MAX_INFECTIONS; row--) {
    if ((infections.exposedAtMs(row) ?? 0) > untilMs) continue;
    seen++;
    const generation = infections.generation.at(row);
    const of = generation < 0 ? '' : `, generation ${generation}`;
    const sent = infections.sent.at(row);
    add(infections.exposedAtMs(row), 'infected', row, `by ${infectorName(model, row)}${of}`);
    add(infections.symptomaticAtMs(row), 'symptomatic', row, 'sneezes, and fails its probes');
    add(infections.endedAtMs(row), 'ended', row, sent < 0 ? 'its container ended' : `after ${sent} sneezes`);
  }
  for (const { fault, fromMs, untilMs: endMs, pods: hit, text } of runs) {
    const [first = ''] = hit;
    const row = pods.rowOfName(first);
    const number = row === undefined ? undefined : pods.first + row;
    const more = hit.length > 1 ? ` and ${hit.length - 1} more` : '';
    const what = { pod: first + more, number, row: undefined };
    if (fromMs <= untilMs) happenings.push({ atMs: fromMs, kind: `chaos: ${fault}`, text, ...what });
    if (endMs !== null && endMs <= untilMs) {
      happenings.push({ atMs: endMs, kind: `chaos: ${fault} over`, text, ...what });
    }
  }
  return happenings.toSorted((one, other) => other.atMs - one.atMs);
}
