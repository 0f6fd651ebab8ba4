import type { MachineTimes } from '@pod-contagion/simulator';
import type { Life } from './life.ts';

/** A deletion of a pod, and when the process of the one in its place was started. */
export type Replacement = Readonly<{ deletedAtMs: number; startedAtMs: number }>;

/** The times of a machine's own that can be seen of podders. */
type Seen = Exclude<
  keyof MachineTimes,
  | 'syncMs'
  | 'reapMs'
  | 'createMs'
  | 'createsPerSecond'
  | 'scheduleMs'
  | 'probeSpread'
  | 'unknownEndProbability'
>;

/** In ms, as often as each was seen. */
export type Samples = Readonly<Record<Seen, readonly number[]>>;

/** A restart that takes less than this, in ms, had nothing to wait for: the shortest back-off is 10 s. */
const AT_ONCE_MS = 5_000;

const LIVENESS = '/liveness';

/** Reads the times out of what was seen of all lives, as `MachineTimes` means them. */
export function samplesOf(
  lives: readonly Life[],
  replacements: readonly Replacement[],
  sneezeIntervalMs: number,
): Samples {
  return {
    killMs: lives.flatMap((life) => since(lastFailure(life), life.endedAtMs)),
    startMs: lives.flatMap((life) => since(decisionOf(life, lives), life.upAtMs)),
    readyMs: lives.flatMap((life) => since(firstPass(life), life.readyAtMs)),
    endpointMs: lives.flatMap((life) => since(life.readyAtMs, life.listedAtMs)),
    firstSneezeMs: lives.flatMap(({ exposed }) => {
      const infector = lives.findLast(
        ({ pod, symptomaticAtMs = Infinity }) =>
          pod === exposed?.from && symptomaticAtMs <= (exposed?.atMs ?? 0),
      );
      return since(infector?.symptomaticAtMs, exposed?.atMs).filter((ms) => ms < sneezeIntervalMs);
    }),
    replaceMs: replacements.map(({ deletedAtMs, startedAtMs }) => startedAtMs - deletedAtMs),
  };
}

/**
 * How many of the lives that began to answer were not probed at the next beat of their startup probe: the kubelet had not seen yet that
 * they run. Gives them, and how many there were.
 */
export function missedBeats(
  lives: readonly Life[],
  periodMs: number,
): Readonly<{ missed: number; of: number }> {
  const waits = lives.flatMap((life) => since(life.upAtMs, firstPass(life)));
  return { missed: waits.filter((ms) => ms >= periodMs).length, of: waits.length };
}

function since(from: number | undefined, to: number | undefined): number[] {
  return from === undefined || to === undefined ? [] : [to - from];
}

/** When the probe was sent that killed, if one did. */
function lastFailure({ probes }: Life): number | undefined {
  const last = probes.findLast(({ path }) => path === LIVENESS);
  return last?.passed === false ? last.atMs : undefined;
}

/** When the startup probe was sent that passed, which is the first that does at all. */
function firstPass({ probes }: Life): number | undefined {
  return probes.find(({ path, passed }) => path === LIVENESS && passed)?.atMs;
}

/** When its kubelet decided to start it: at the end of the life before, where that was followed by no wait; else it is not known. */
function decisionOf({ ip, startedAtMs }: Life, lives: readonly Life[]): number | undefined {
  const before = lives.findLast((life) => life.ip === ip && life.startedAtMs < startedAtMs);
  const endedAtMs = before?.endedAtMs;
  return endedAtMs !== undefined && startedAtMs - endedAtMs < AT_ONCE_MS ? endedAtMs : undefined;
}
