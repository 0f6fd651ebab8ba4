import {
  CODE,
  type Change,
  type Frame,
  type InfectionCourse,
  type InfectionRow,
  type Model,
  type RecordingLine,
  type Snapshot,
} from '@pod-contagion/observatory';
import { passedOn, snapshotOf } from '@pod-contagion/observatory/snapshots';

/**
 * What the page has followed as a recording, line by line: how all stood at the first moment that can be gone back to, and a frame for
 * each moment at which something changed. Infections appear when they began, not when somebody told of them.
 */
export function* recordingOf(model: Model): Generator<RecordingLine, void, undefined> {
  const { timeline, status } = model;
  const [startMs] = timeline.span ?? [model.tMs];
  const known = new Known(model);
  yield { podContagionRecording: 1, startedAt: startMs };
  yield { snapshot: firstSnapshot(model, startMs, known) };
  const changes = timeline.changes();
  let next = changes.next();
  const { t } = timeline.curve;
  let n = 0;
  let beforeMs = startMs;
  for (let point = 0; point < t.length; point++) {
    const atMs = t.at(point);
    if (atMs <= startMs) continue;
    const changed = new Map<number, Change>();
    while (next.done !== true && next.value.tMs <= atMs) {
      if (next.value.tMs > startMs) changed.set(next.value.row, next.value);
      next = changes.next();
    }
    const isEnd = point === t.length - 1;
    const frame = frameOf(model, ++n, atMs, [...changed.values()], known.until(atMs, isEnd));
    const runs = model.runs.filter(({ fromMs }) => fromMs > beforeMs && (isEnd || fromMs <= atMs));
    beforeMs = atMs;
    yield { frame: { ...frame, ...(runs.length > 0 && { runs }) } };
  }
  if (status !== undefined) yield { t: model.tMs, status };
}

type News = Readonly<{ inf: InfectionRow[]; course: InfectionCourse[] }>;

/** Which infections have been told of, and what of them: in the order of their numbers, as readers expect them. */
class Known {
  readonly #model: Model;
  /** Courses that go on after they were told of, and when. */
  readonly #later: { atMs: number; row: number }[] = [];
  #next = 0;
  #told = 0;

  constructor(model: Model) {
    this.#model = model;
    const { infections } = model;
    for (let row = 0; row < infections.length; row++) {
      for (const atMs of [infections.symptomaticAtMs(row), infections.endedAtMs(row)]) {
        if (atMs !== undefined) this.#later.push({ atMs, row });
      }
    }
    this.#later.sort((one, other) => one.atMs - other.atMs);
  }

  /** What is news by a moment; in the end all that is left, as clocks of podders may be ahead. */
  until(atMs: number, isEnd = false): News {
    const untilMs = isEnd ? Infinity : atMs;
    const { infections } = this.#model;
    const fresh = this.#next;
    const inf: InfectionRow[] = [];
    while (this.#next < infections.length && (infections.exposedAtMs(this.#next) ?? 0) <= untilMs) {
      inf.push(rowAt(this.#model, this.#next++, atMs, untilMs));
    }
    const courses = new Map<number, InfectionCourse>();
    for (; this.#told < this.#later.length && this.#later[this.#told]!.atMs <= untilMs; this.#told++) {
      const { row } = this.#later[this.#told]!;
      if (row < fresh) courses.set(row, courseAt(this.#model, row, atMs, untilMs));
    }
    return { inf, course: [...courses.values()] };
  }
}

function frameOf(
  { pods }: Model,
  n: number,
  t: number,
  changed: readonly Change[],
  { inf, course }: News,
): Frame {
  return {
    n,
    t,
    ...(changed.length > 0 && {
      i: changed.map(({ row }) => pods.first + row),
      c: changed.map(({ condition }) => condition),
      y: changed.map(({ ready }) => ready),
      r: changed.map(({ restarts }) => restarts),
    }),
    ...(inf.length > 0 && { inf }),
    ...(course.length > 0 && { course }),
  };
}

/** How all stood at first; pods that came later are not there yet. */
function firstSnapshot(model: Model, startMs: number, known: Known): Snapshot {
  const now = snapshotOf(model, { points: Infinity });
  const at = model.timeline.at(startMs);
  const { inf } = known.until(startMs);
  const of = <T>(column: readonly T[]): readonly T[] => column.slice(0, inf.length);
  const since = (ago: number | null): number | null => (ago === null ? null : startMs - ago);
  const { infections, pods, history } = now;
  const before = history.t.filter((t) => t < startMs).length;
  return {
    ...now,
    source: passedOn(now.source),
    epoch: `recording-of-${now.epoch}`,
    cursor: 0,
    t: startMs,
    runs: now.runs.filter(({ fromMs }) => fromMs <= startMs),
    pods: {
      ...pods,
      condition: pods.name.map((_, row) => at?.condition[row] ?? CODE.gone),
      ready: pods.name.map((_, row) => at?.ready[row] ?? 0),
      restarts: pods.name.map((_, row) => at?.restarts[row] ?? 0),
    },
    infections: {
      ...infections,
      pod: of(infections.pod),
      container: of(infections.container),
      strain: of(infections.strain),
      generation: of(infections.generation),
      parent: of(infections.parent),
      exposedAt: of(infections.exposedAt),
      symptomaticAt: inf.map((row) => since(row[6])),
      endedAt: inf.map((row) => since(row[7])),
      sent: inf.map((row) => row[8]),
      answered: inf.map((row) => row[9]),
    },
    totals: {
      infections: now.totals.infections - (infections.pod.length - inf.length),
      generations: inf.reduce((most, row) => Math.max(most, row[3]), 0),
      restarts: at?.restarts.reduce((sum, each) => sum + each, 0) ?? 0,
    },
    history: {
      t: history.t.slice(0, before),
      counts: history.counts.map((counts) => counts.slice(0, before)),
      ready: history.ready.slice(0, before),
      restarts: history.restarts.slice(0, before),
    },
  };
}

function rowAt(model: Model, row: number, atMs: number, untilMs: number): InfectionRow {
  const { infections } = model;
  const exposedMs = infections.exposedAtMs(row);
  const [id, symptomatic, ended, sent, answered] = courseAt(model, row, atMs, untilMs);
  const exposed = exposedMs === undefined ? null : atMs - exposedMs;
  const container = infections.container(row);
  const [pod, parent] = [infections.pod.at(row), infections.parent.at(row)];
  const [generation, strain] = [infections.generation.at(row), infections.strain.at(row)];
  return [id, pod, parent, generation, strain, exposed, symptomatic, ended, sent, answered, container];
}

/** What an infection had come to by a moment; its sneezes are known once it is over, or never will be. */
function courseAt({ infections }: Model, row: number, atMs: number, untilMs: number): InfectionCourse {
  const illMs = infections.symptomaticAtMs(row);
  const endMs = infections.endedAtMs(row);
  const ago = (timeMs: number | undefined): number | null =>
    timeMs === undefined || timeMs > untilMs ? null : atMs - timeMs;
  const isLast = endMs === undefined || endMs <= untilMs;
  const [sent, answered] = isLast ? [infections.sent.at(row), infections.answered.at(row)] : [-1, -1];
  return [infections.first + row, ago(illMs), ago(endMs), sent, answered];
}
