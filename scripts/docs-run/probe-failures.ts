/** What `pod-chaos` says where probes of a target failed while it was hit, a line for each thing that the kubelet said, and the count of such pods. */
const TROUBLE = /: meanwhile (?:(?:probes failed|was not Ready for a time|restarted \d+ times?)(?:, |$))+/;
const MESSAGE = /^ {2,}(?:Liveness|Readiness|Startup) probe /;
const COUNT = /, probes of \d+ failed meanwhile/;

/** Lines without what a busy machine adds to them; as they are where a page tells of it, as it does where the fault brings it about. */
export function withoutProbeFailures(
  printed: readonly string[],
  shown: readonly string[] | undefined,
): readonly string[] {
  if (shown?.some((line) => TROUBLE.test(line) || COUNT.test(line)) !== false) return printed;
  return printed
    .filter((line) => !TROUBLE.test(line) && !MESSAGE.test(line))
    .map((line) => line.replace(COUNT, ''));
}
