import type { LastWords } from '@pod-contagion/podder';
import { sneezeAt, type Place } from '../../packages/local-cluster/test/cluster/podders.ts';
import { isReady, PODS, type Api, type Json } from '../../packages/local-cluster/test/cluster/support.ts';
import { until } from '../testing/until.ts';
import type { Ladder, Rung } from './ladder.ts';

/** Infects the only podder of a cluster whenever it is ready, until it has been restarted so many times and is ready again. */
export async function climbCluster(
  api: Api,
  place: Place,
  restarts: number,
): Promise<Ladder & Readonly<{ restarts: number }>> {
  const seen = { name: '', restarts: 0, isReady: false };
  /** What podders had to say at their ends, by the end's time, after how many restarts CrashLoopBackOff was seen, and each time it became ready. */
  const words = new Map<string, LastWords>();
  const waited = new Set<number>();
  const readies: number[] = [];
  const watch = await api.watch(PODS, (_type, pod: Json) => {
    const [status] = pod.status.containerStatuses ?? [];
    if (status === undefined) return;
    seen.name = pod.metadata.name;
    seen.restarts = status.restartCount;
    if (isReady(pod) && !seen.isReady) readies.push(Date.now());
    seen.isReady = isReady(pod);
    if (status.state.waiting?.reason === 'CrashLoopBackOff') waited.add(seen.restarts);
    const said: LastWords | undefined =
      JSON.parse(status.lastState?.terminated?.message ?? 'null') ?? undefined;
    if (said !== undefined) words.set(said.endedAt, said);
  });
  const ups: number[] = [];
  for (let count = 0; count <= restarts; count++) {
    await until(`ready after ${count} restarts`, () => seen.restarts === count && seen.isReady);
    ups.push(await startOf(api, seen.name));
    if (count < restarts) await sneezeAt(place, 'ladder');
  }
  watch.end();
  const rungs = [...words.values()].map(({ exposedAt, unhealthyAt, endedAt }, index): Rung => ({
    exposedAtMs: Date.parse(exposedAt ?? ''),
    failsAtMs: Date.parse(unhealthyAt ?? ''),
    endedAtMs: Date.parse(endedAt),
    waits: waited.has(index),
    upAtMs: ups[index + 1] ?? NaN,
    readyAtMs: readies.find((atMs) => atMs > Date.parse(endedAt)) ?? NaN,
  }));
  return { rungs, restarts: seen.restarts };
}

/** When the present container of a pod began to answer, as its log says. */
function startOf(api: Api, pod: string): Promise<number> {
  return until('its log', async () => {
    const lines = (await api.text(`${PODS}/${pod}/log`)).split('\n');
    const started = lines.find((line) => line.includes('"event":"started"'));
    return started === undefined ? undefined : Date.parse(JSON.parse(started).time);
  });
}
