/** Of what `GET api/pods/UID` answers, what the drawer shows. */
export type PodDetail = Readonly<{
  ip: string;
  phase: string;
  labels: Readonly<Record<string, string>>;
  waiting: Readonly<{ reason: string; message: string }> | null;
  /** Containers that ended while they were watched, oldest first. */
  ended: readonly Readonly<{
    container: string;
    exitCode: number;
    reason: string;
    atMs: number | null;
    lastWords: string | null;
  }>[];
  events: readonly Readonly<{
    id: string;
    t: number;
    type: string;
    reason: string;
    message: string;
    count: number;
  }>[];
}>;

/** Asks the server for what only whoever looks at one pod wants to know; undefined where there is nobody to ask, or no such pod. */
export async function fetchPodDetail(uid: string, signal: AbortSignal): Promise<PodDetail | undefined> {
  const response = await fetch(`api/pods/${encodeURIComponent(uid)}`, { signal });
  return response.ok ? ((await response.json()) as PodDetail) : undefined;
}
