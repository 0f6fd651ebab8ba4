import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { builtInImages } from '../../../../packages/local-cluster/src/node/images/built-in.ts';

/** An infection as its podder wrote it, and nobody else. */
export type Written = Readonly<{
  pod: string;
  strain: string;
  generation: number;
  from: string;
  exposedAtMs: number;
  /** What its last line says; undefined where there is none, as it was killed before, or lives. */
  end: Readonly<{ symptomaticAtMs: number | null; endedAtMs: number }> | undefined;
  /** Whether its container is over: it wrote so, or another one wrote after it. */
  isOver: boolean;
}>;

type LogLine = Readonly<{
  event: string;
  state: string;
  strain: string;
  generation: number;
  from: string;
  exposedAt: string;
  symptomaticAt: string | null;
  endedAt: string;
}>;

/** Writes a script of the built-in podder to a path, for an image: first what is said, then the podder, with its output where that is said. */
export function podderScript(path: string, first: string, output = ''): string {
  const { command = [], env = {} } = builtInImages()['pod-contagion:generic'] ?? {};
  const settings = Object.entries(env).map(([name, value]) => `export ${name}='${value}'`);
  const words = command.map((word) => `'${word}'`).join(' ');
  writeFileSync(path, [first, ...settings, `exec ${words} "$@" ${output}`, ''].join('\n'));
  return `/bin/sh ${path}`;
}

/** The built-in podder, but that all its lives append what they write to one file a pod: a cluster keeps the log of the last one. */
export function loggingPodder(folder: string): string {
  return podderScript(join(folder, 'podder.sh'), '', `>> '${folder}/'"$POD_NAME".log`);
}

/** All infections that podders wrote of, each pod's in their order. */
export function readWritten(folder: string, symptomDelayMs: number): Written[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) => {
      const whole = readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1);
      const lines = whole.map((text) => JSON.parse(text) as LogLine);
      return writtenOf(basename(name, '.log'), lines, symptomDelayMs);
    });
}

function writtenOf(pod: string, lines: readonly LogLine[], symptomDelayMs: number): Written[] {
  const written: Written[] = [];
  for (const { event, state, strain, generation, from, exposedAt, symptomaticAt, endedAt } of lines) {
    if (event === 'exposed') {
      const exposedAtMs = Date.parse(symptomaticAt ?? '') - symptomDelayMs;
      written.push({ pod, strain, generation, from, exposedAtMs, end: undefined, isOver: false });
      continue;
    }
    const last = written.at(-1);
    if (last === undefined || last.isOver) continue;
    if (event === 'started') written.splice(-1, 1, { ...last, isOver: true });
    if (event !== 'ended' || state === 'susceptible') continue;
    if (last.exposedAtMs !== Date.parse(exposedAt)) throw new Error(`${pod} ended with another infection`);
    const symptomaticAtMs = symptomaticAt === null ? null : Date.parse(symptomaticAt);
    written.splice(-1, 1, {
      ...last,
      end: { symptomaticAtMs, endedAtMs: Date.parse(endedAt) },
      isOver: true,
    });
  }
  return written;
}
