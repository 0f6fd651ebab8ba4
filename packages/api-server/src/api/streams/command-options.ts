import { badRequest } from '../../machinery/api-error.ts';
import { flag } from '../query.ts';

/** Which streams an exec or attach wants. */
export type CommandOptions = Readonly<{ stdin: boolean; stdout: boolean; stderr: boolean; tty: boolean }>;

/**
 * Reads the query of `pods/NAME/exec` and `pods/NAME/attach`; a terminal has no standard error of its own.
 *
 * Source: cri-streaming/pkg/streaming/remotecommand/httpstream.go (`NewOptions`), k8s.io/api/core/v1/types.go
 * (`PodExecOptions`).
 * @throws {ApiError} 400 where it wants none.
 */
export function commandOptionsOf(query: URLSearchParams): CommandOptions {
  const tty = flag(query, 'tty');
  const options = {
    stdin: flag(query, 'stdin'),
    stdout: flag(query, 'stdout'),
    stderr: flag(query, 'stderr') && !tty,
    tty,
  };
  if (options.stdin || options.stdout || options.stderr) return options;
  throw badRequest('you must specify at least 1 of stdin, stdout, stderr');
}
