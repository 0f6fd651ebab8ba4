import { printable } from '../answers/printable.ts';
import { ClusterClientError } from '../errors.ts';

/** Most characters of a Status that a message shows. */
const MAX_SHOWN = 200;

/** An error for a Status that came as an event of a watch: `status` of the cause is its code. */
export function refusedInStream(status: object): ClusterClientError {
  const { code } = status as { code?: unknown };
  const shown = printable(JSON.stringify(status)).slice(0, MAX_SHOWN);
  return new ClusterClientError('CLUSTER_API', `the watch was answered ${shown}`, {
    cause: { status: code },
  });
}
