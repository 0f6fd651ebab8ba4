/** What one probe found. */
export type ProbeResult = Readonly<{
  passed: boolean;
  /** What a kubelet writes into the Event `Unhealthy` after `Liveness probe failed: `; the answer where it passed. */
  output: string;
  /** It passed, but is worth an Event `ProbeWarning`: a redirect to another host. */
  warning?: true;
  /** It failed in a way a kubelet words differently: `Liveness probe errored and resulted in failure state: `. */
  errored?: true;
}>;
