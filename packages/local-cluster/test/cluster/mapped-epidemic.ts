import { placeOf, podders, sneezeAt, type Place } from './podders.ts';
import { PODS, SERVICES, until, type Api, type Json } from './support.ts';

/** What is seen of an epidemic. */
export type Epidemic = Readonly<{
  place: Place;
  /** What two sneezes were answered. */
  first: string;
  second: string;
  restarts: number[];
  lastWords: Json[];
  podIps: string[];
}>;

/** Has five podders infect each other until each has restarted, and sneezes at them once more when they are well again. */
export async function mappedEpidemic(api: Api): Promise<Epidemic> {
  const place = await podders(api, 5, { symptomDelayMs: 300 });
  const first = await sneezeAt(place, 'one');
  const pods: Json[] = await until('all five restarted', async () => {
    const { items } = await api.get(PODS);
    return items.every(({ status }: Json) => status.containerStatuses[0].restartCount > 0) && items;
  });
  const second = await sneezeAt(placeOf(await api.get(`${SERVICES}/podder`), 80), 'two');
  const statuses = pods.map(({ status }) => status.containerStatuses[0]);
  return {
    place,
    first,
    second,
    restarts: statuses.map(({ restartCount }) => restartCount),
    lastWords: statuses.map(({ lastState }) => JSON.parse(lastState.terminated.message)),
    podIps: pods.map(({ status }) => status.podIP),
  };
}
