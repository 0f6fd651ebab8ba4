import { Model, SyntheticEpidemic, type InfectionRow } from '@pod-contagion/observatory';

/** A page that has followed a contagion that nobody has: so many pods, for so many seconds. */
export function followed(pods: number, seconds: number, rate = 0.3, seed = 4): Model {
  const startMs = 1_000_000;
  const epidemic = new SyntheticEpidemic({ pods, rate, seed, startMs });
  const model = new Model();
  model.load(epidemic.snapshot());
  for (let step = 1; step <= seconds * 10; step++) {
    const frame = epidemic.frame(startMs + step * 100);
    if (frame !== undefined) model.apply(frame);
  }
  return model;
}

/** One infection as a test writes it: by its number, who infected it, and when it began, in ms since 1970. */
export type Told = Readonly<{ parent: number; at: number; ill?: number; end?: number; pod?: number }>;

/** A page that knows these infections, in this order, a pod each unless said otherwise; it is ten seconds after 1970. */
export function knowing(told: readonly Told[]): Model {
  const nowMs = 10_000;
  const model = new Model();
  const pods = Math.max(1, ...told.map(({ pod }, id) => (pod ?? id) + 1));
  const epidemic = new SyntheticEpidemic({ pods, rate: 1e-9, seed: 1, startMs: 0 });
  model.load(epidemic.snapshot());
  const ago = (at: number | undefined): number | null => (at === undefined ? null : nowMs - at);
  const inf = told.map(({ parent, at, ill, end, pod }, id): InfectionRow => [
    id,
    pod ?? id,
    parent,
    generationOf(told, id),
    0,
    ago(at),
    ago(ill),
    ago(end),
    end === undefined ? -1 : 3,
    end === undefined ? -1 : 2,
    id.toString(16).padStart(12, '0'),
  ]);
  model.apply({ n: 1, t: nowMs, inf });
  return model;
}

function generationOf(told: readonly Told[], id: number): number {
  let generation = 1;
  const seen = new Set<number>();
  for (let at = told[id]!.parent; at >= 0 && !seen.has(at); at = told[at]?.parent ?? -1) {
    seen.add(at);
    generation++;
  }
  return generation;
}
