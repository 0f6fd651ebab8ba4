import { createEpidemicStore, type Epidemic } from '@pod-contagion/epidemic';
import {
  CODE,
  PARENT_NONE,
  PARENT_UNKNOWN,
  type Frame,
  type InfectionRow,
  type RecordingLine,
} from '@pod-contagion/observatory';
import { emptySnapshot } from '@pod-contagion/observatory/snapshots';
import { ObservedRun, type Model } from '@pod-contagion/simulator';

/** When recordings of tests begin, in ms since 1970; the first sneeze comes a while later. */
export const BEGIN_MS = 1_800_000_000_000;
export const BEFORE_MS = 4_321;

const FRAME_MS = 100;
/** How much later than it happens an infection is told of. */
const TOLD_LATER_MS = 1_500;
const LOOK_MS = 3_000;

/** One simulated contagion as `contagion observe --record` writes it, and as somebody who looks each three seconds does. */
export type RecordedSimulation = Readonly<{ lines: readonly RecordingLine[]; columns: string }>;

/** Simulates a model, and records what is seen of it in both ways. */
export function recordSimulation(model: Model, seed: number, untilMs: number): RecordedSimulation {
  const store = createEpidemicStore();
  const run = new ObservedRun(model, { seed, untilMs, store });
  const startMs = BEGIN_MS + BEFORE_MS;
  const uids = Array.from({ length: model.pods }, (_, pod) => `generic-${pod}`);
  const known = new Map(uids.map((uid) => [uid, '1,1,0']));
  const untold: { atMs: number; row: InfectionRow }[] = [];
  const lines: RecordingLine[] = [{ podContagionRecording: 1, startedAt: BEGIN_MS }, firstLine(uids)];
  const columns: string[] = [];
  let infections = 0;
  let n = 0;
  for (let nowMs = 0; nowMs <= untilMs; nowMs += FRAME_MS) {
    for (const event of run.advance(nowMs)) {
      if (event.event !== 'infected') continue;
      const parent = event.from === null ? PARENT_NONE : PARENT_UNKNOWN;
      const pod = uids.indexOf(event.pod);
      const row: InfectionRow = [
        infections++,
        pod,
        parent,
        event.generation ?? -1,
        0,
        0,
        null,
        null,
        -1,
        -1,
        '',
      ];
      untold.push({ atMs: event.atMs, row });
    }
    const epidemic = store.present;
    if (nowMs % LOOK_MS === 0) columns.push(lookAt(epidemic, nowMs));
    const changes = changesOf(epidemic, uids, known);
    const inf: InfectionRow[] = [];
    while (untold[0] !== undefined && untold[0].atMs + TOLD_LATER_MS <= nowMs) {
      const { atMs, row } = untold.shift()!;
      inf.push(row.with(5, nowMs - atMs) as unknown as InfectionRow);
    }
    if (changes.i?.length === 0 && inf.length === 0) continue;
    lines.push({ frame: { n: ++n, t: startMs + nowMs, ...changes, ...(inf.length === 0 ? {} : { inf }) } });
  }
  // What comes last is told of whether anything changes or not.
  lines.push({ frame: { n: ++n, t: startMs + untilMs } });
  return { lines, columns: columns.join('\n') };
}

function lookAt({ podders, ready, counts, restarts, mostRestarts }: Epidemic, atMs: number): string {
  const { waiting } = counts;
  const { size } = podders;
  return [atMs / 1_000, size, ready, size - waiting, waiting, restarts, mostRestarts].join(' ');
}

function changesOf(
  { podders }: Epidemic,
  uids: readonly string[],
  known: Map<string, string>,
): Pick<Frame, 'i' | 'c' | 'y' | 'r'> {
  const changed = uids.flatMap((uid, pod) => {
    const { condition, ready, restarts } = podders.get(uid)!;
    const row = [CODE[condition], Number(ready), restarts] as const;
    if (known.get(uid) === row.join(',')) return [];
    known.set(uid, row.join(','));
    return [[pod, ...row] as const];
  });
  return {
    i: changed.map(([pod]) => pod),
    c: changed.map(([, condition]) => condition),
    y: changed.map(([, , ready]) => ready),
    r: changed.map(([, , , restarts]) => restarts),
  };
}

/** All well and ready, some seconds before the first sneeze. */
function firstLine(uids: readonly string[]): RecordingLine {
  const source = { kind: 'cluster', name: 'test', namespace: 'default', selector: 'app=podder' } as const;
  const status = { state: 'live', ageMs: 0, message: null, trouble: null, asked: 0, missed: 0 } as const;
  return {
    snapshot: {
      ...emptySnapshot(source, { epoch: 'test', t: BEGIN_MS, status }),
      strains: ['simulated'],
      pods: {
        first: 0,
        uid: uids,
        name: uids,
        node: uids.map(() => ''),
        owner: uids.map(() => 'generic'),
        condition: uids.map(() => CODE.susceptible),
        ready: uids.map(() => 1),
        restarts: uids.map(() => 0),
      },
    },
  };
}
