/** One look at a cluster: what `kubectl get pods` showed, in numbers. */
export type Sample = Readonly<{
  /** Since the first sneeze. */
  atMs: number;
  pods: number;
  ready: number;
  running: number;
  /** In CrashLoopBackOff. */
  waiting: number;
  /** Restarts of all pods, and of the one that has most. */
  restarts: number;
  mostRestarts: number;
}>;
