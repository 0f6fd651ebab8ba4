import type { Report } from './report.ts';

/** How a container ended. */
export type End = Readonly<{
  containerId: string;
  exitCode: number;
  reason: string;
  /** In ms since 1970, by the clock of its node; undefined where nobody says. */
  atMs?: number | undefined;
  /** Its last words. */
  message: string | undefined;
}>;

/** What the cluster says of a podder's pod, as far as an epidemic is concerned. */
export type PodSight = Readonly<{
  uid: string;
  name: string;
  ready: boolean;
  /** Succeeded or Failed: it will not start again. */
  over: boolean;
  /** Its container, while that runs. */
  containerId: string | undefined;
  /** Why its container does not run: ContainerCreating, CrashLoopBackOff, ImagePullBackOff ... */
  waitingReason: string | undefined;
  waitingMessage: string | undefined;
  restarts: number;
  lastEnd: End | undefined;
  /** Where it runs, and the name of the Deployment, or whatever else made it; left out where nobody says. */
  node?: string | undefined;
  owner?: string | undefined;
  /** Its labels as `app=podder,role=generic`, sorted; left out where nobody says. */
  labels?: string | undefined;
}>;

/** What is learned: a pod changed, a pod is gone, a podder told how it is. */
export type Observation =
  | Readonly<{ type: 'pod'; pod: PodSight }>
  | Readonly<{ type: 'gone'; uid: string }>
  | Readonly<{ type: 'report'; uid: string; containerId: string; report: Report }>;
