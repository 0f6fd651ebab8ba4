import { isReady, PODS, type Api, type Json } from '../../packages/local-cluster/test/cluster/support.ts';
import type { Life } from './life.ts';

const SLICES = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';

/** Takes down when lives become ready by the API, and when the Service has them; ends when what is returned is called. */
export async function watchApi(api: Api, lives: readonly Life[]): Promise<() => void> {
  const ready = risings((ip, atMs) => void (present(lives, ip).readyAtMs ??= atMs));
  const listed = risings((ip, atMs) => void (present(lives, ip).listedAtMs ??= atMs));
  const watches = [
    await api.watch(PODS, (_type, pod: Json) => ready(pod.status.podIP, isReady(pod))),
    await api.watch(SLICES, (_type, { endpoints = [] }: Json) => {
      for (const { addresses, conditions } of endpoints ?? [])
        listed(addresses[0], conditions.ready === true);
    }),
  ];
  return () => {
    for (const watch of watches) watch.end();
  };
}

/** Tells of each time that something of an address becomes true. */
function risings(onRise: (ip: string, atMs: number) => void): (ip: string, isSo: boolean) => void {
  const now = new Map<string, boolean>();
  return (ip, isSo) => {
    if (isSo && now.get(ip) !== true) onRise(ip, Date.now());
    now.set(ip, isSo);
  };
}

/** The latest life of an address; one of nobody's where there is none. */
function present(lives: readonly Life[], ip: string): Life {
  return lives.findLast((life) => life.ip === ip) ?? { ip, startedAtMs: NaN, probes: [] };
}
