import type { Test } from 'tap';
import { PARENT_NONE, PARENT_UNKNOWN, type Snapshot } from '@pod-contagion/observatory';
import type { Written } from './own-logs.ts';

/** By how much a timer may be early, in ms. */
const EARLY_MS = 50;

/** Compares what the page tells of infections that are over with what the podders wrote of them: each is there, and each came from whom it says. */
export function compareWithWritten(
  t: Test,
  { infections, pods, strains, status }: Snapshot,
  written: readonly Written[],
  symptomDelayMs: number,
): void {
  const keyOf = ({ pod, exposedAtMs }: Pick<Written, 'pod' | 'exposedAtMs'>): string =>
    `${pod} ${new Date(exposedAtMs).toISOString()}`;
  const podOf = (row: number): string => pods.name[infections.pod[row] ?? -1] ?? '';
  const rows = new Map(
    infections.pod.map((_, row) => {
      return [keyOf({ pod: podOf(row), exposedAtMs: infections.exposedAt[row] ?? 0 }), row] as const;
    }),
  );
  const own = new Map(written.map((each) => [keyOf(each), each]));
  const ended = written.filter(({ end }) => end !== undefined);
  t.comment(
    `${rows.size} infections told, ${written.length} written, ${ended.length} with last words, ${status.missed} ends missed`,
  );
  t.equal(rows.size, infections.pod.length, 'nobody is infected twice at once');
  t.same(
    [...rows.keys()].filter((key) => !own.has(key)),
    [],
    'none is told that nobody wrote of',
  );
  // Where two lives end between two looks, which a busy machine may bring about, the page counts it.
  const untold = ended.map(keyOf).filter((key) => !rows.has(key));
  t.ok(untold.length <= status.missed, `all are told: ${untold.join(', ')}`);

  const childrenOf = new Map<string, number>();
  let [roots, unknown] = [0, 0];
  for (const [key, row] of rows) {
    const line = own.get(key);
    if (line === undefined) continue;
    const { end, strain, generation, from, exposedAtMs } = line;
    const parent = infections.parent[row] ?? PARENT_UNKNOWN;
    t.same(
      [strains[infections.strain[row] ?? -1], infections.generation[row]],
      [strain, generation],
      `${key}: strain, generation`,
    );
    if (end !== undefined) {
      t.same(
        [infections.symptomaticAt[row], infections.endedAt[row]],
        [end.symptomaticAtMs, end.endedAtMs],
        `${key}: symptoms, end`,
      );
    }
    if (!pods.name.includes(from)) {
      t.same([parent, generation], [PARENT_NONE, 1], `${key}: from outside, by ${from}`);
      roots++;
      continue;
    }
    const source = written.findLast(
      (each) =>
        each.pod === from &&
        each.strain === strain &&
        each.generation === generation - 1 &&
        each.exposedAtMs + symptomDelayMs - EARLY_MS <= exposedAtMs,
    );
    if (source === undefined) {
      t.fail(`${key}: expected an infection of ${from} that it came from`);
      continue;
    }
    // Nobody may know of that one: then nobody is named.
    // A sneeze may be read long after who sent it is no more, as a machine is busy: then nobody is named.
    const isLate = (source.end?.endedAtMs ?? Infinity) < exposedAtMs;
    if (parent === PARENT_UNKNOWN && (isLate || !rows.has(keyOf(source)))) {
      unknown++;
      continue;
    }
    t.equal(podOf(parent), from, `${key}: from ${from}`);
    t.equal(infections.generation[parent], generation - 1, `${key}: the generation after`);
    childrenOf.set(from, (childrenOf.get(from) ?? 0) + 1);
    t.equal(parent, rows.get(keyOf(source)), `${key}: infected by ${keyOf(source)}`);
    const intervalMs = exposedAtMs - (infections.exposedAt[parent] ?? 0);
    t.ok(intervalMs >= symptomDelayMs - EARLY_MS, `${key}: ${intervalMs} ms after`);
  }
  const offspring = infections.parent.filter((each) => each >= 0).map(podOf);
  t.same(
    Object.fromEntries(
      Object.entries(Object.groupBy(offspring, (pod) => pod)).map(([pod, all]) => [pod, all?.length]),
    ),
    Object.fromEntries(childrenOf),
    'each has as many offspring as wrote of it',
  );
  t.equal(offspring.length + roots + unknown, infections.pod.length, 'offspring and roots are all');
}
