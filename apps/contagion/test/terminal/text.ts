import { stripVTControlCharacters } from 'node:util';
import {
  NO_EPIDEMIC,
  type Condition,
  type Counts,
  type Epidemic,
  type Podder,
} from '@pod-contagion/epidemic';
import type { View } from '../../src/terminal/frame.ts';
import { wrapCommand } from '../../src/terminal/wrap-command.ts';
import { UP_KEY_WORDS } from '../../src/up/keys.ts';

/** Counts, all else 0. */
export function counts(given: Partial<Counts>): Counts {
  return { ...NO_EPIDEMIC.counts, ...given };
}

/** An epidemic of podders in these conditions. */
export function epidemicOf(given: Partial<Counts>, restarts = 0): Epidemic {
  const podders = new Map<string, Podder>();
  for (const [condition, count] of Object.entries(given) as [Condition, number][]) {
    for (let index = 0; index < count; index++) {
      const name = `${condition}-${index}`;
      const nothing = {
        containerId: undefined,
        waitingReason: undefined,
        endedContainerId: undefined,
        node: '',
        owner: '',
        labels: '',
      };
      const lineage = { strain: null, generation: null, from: null };
      podders.set(name, { uid: name, name, condition, ready: true, restarts, ...nothing, ...lineage });
    }
  }
  const { size } = podders;
  return {
    podders,
    counts: counts(given),
    ready: size,
    waitingReasons: {},
    restarts: restarts * size,
    mostRestarts: size === 0 ? 0 : restarts,
    generations: 3,
    infections: 12,
  };
}

/** Commands as they stand at the top. */
export function headOf(...commands: readonly string[]): View['head'] {
  return (columns) => commands.flatMap((line) => wrapCommand(line, columns));
}

/** A view of it. */
export function viewOf(changes: Partial<View> = {}): View {
  return {
    head: headOf('export KUBECONFIG=/tmp/kubeconfig', 'curl -d action=achoo http://127.0.0.1/face'),
    epidemic: epidemicOf({ susceptible: 5, incubating: 2, symptomatic: 1, waiting: 2 }, 1),
    points: [
      { atMs: 0, counts: counts({ susceptible: 10 }) },
      { atMs: 30_000, counts: counts({ susceptible: 4, incubating: 4, symptomatic: 2 }) },
      { atMs: 60_000, counts: counts({ susceptible: 5, incubating: 2, symptomatic: 1, waiting: 2 }) },
    ],
    events: Array.from({ length: 30 }, (_, index) => ({ atMs: index * 1000, text: `event ${index}` })),
    notice: '',
    status: ['1:01'],
    ...UP_KEY_WORDS,
    panel: undefined,
    ...changes,
  };
}

/** Lines as they look, without colours. */
export function plain(lines: readonly string[]): string[] {
  return lines.map((line) => stripVTControlCharacters(line));
}
