import type { PodDetail } from '@pod-contagion/observatory';

/** Asks the server for what only whoever looks at one pod wants to know; undefined where there is nobody to ask, or no such pod. */
export async function fetchPodDetail(uid: string, signal: AbortSignal): Promise<PodDetail | undefined> {
  const response = await fetch(`api/pods/${encodeURIComponent(uid)}`, { signal });
  return response.ok ? ((await response.json()) as PodDetail) : undefined;
}
