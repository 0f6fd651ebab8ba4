import type { RunningContainer } from '../runtime/runtime-types.ts';
import { isTimeoutError } from '../runtime/exec.ts';
import type { ProbeResult } from './probe-result.ts';

/** What an `exec` probe needs. */
export type ExecProbe = Readonly<{
  container: Pick<RunningContainer, 'exec'>;
  command: readonly string[];
  timeoutMs: number;
}>;

/**
 * Passes if a command in the container ends with 0 in time. One that can't be started is an error of the probe, which
 * fails it, too.
 *
 * Source: pkg/probe/exec/exec.go (`Probe`).
 */
export async function execProbe({ container, command, timeoutMs }: ExecProbe): Promise<ProbeResult> {
  try {
    const { exitCode, output } = await container.exec(command, timeoutMs);
    return { passed: exitCode === 0, output };
  } catch (error) {
    const output = error instanceof Error ? error.message : String(error);
    return isTimeoutError(error) ? { passed: false, output } : { passed: false, output, errored: true };
  }
}
