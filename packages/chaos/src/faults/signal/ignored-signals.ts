import { constants } from 'node:os';
import { ChaosError } from '../../errors.ts';
import type { AgentContext } from '../fault-agent.ts';

/** Whether a signal is in a mask in hexadecimal digits, whose lowest bit is signal 1. */
export function isInMask(digits: string, signal: NodeJS.Signals): boolean {
  return ((BigInt(`0x${digits}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
}

/**
 * Whether a process ignores a signal, by what `ps` prints: for a Mac, where the local cluster's containers are plain
 * processes and there is no /proc. False where ps does not know.
 * @throws {ChaosError} CHAOS_SET_UP where there is no such process
 */
export async function ignoresByPs(
  pid: number,
  signal: NodeJS.Signals,
  context: AgentContext,
): Promise<boolean> {
  const { exitCode, stdout } = await context.command('ps', ['-o', 'sigignore=', '-p', String(pid)]);
  if (exitCode !== 0) {
    throw new ChaosError('CHAOS_SET_UP', `expected process ${pid} to run, ps finds none of that number`);
  }
  const digits = stdout.trim();
  return /^[0-9a-f]{1,32}$/i.test(digits) && isInMask(digits, signal);
}
