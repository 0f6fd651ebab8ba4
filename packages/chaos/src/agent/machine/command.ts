import { spawn } from 'node:child_process';
import { ChaosError } from '../../errors.ts';
import type { CommandResult } from '../../faults/fault-agent.ts';
import { COMMAND_LIMIT_MS, COMMAND_OUTPUT_LIMIT_BYTES } from '../limits.ts';

/** Where `tc` and `iptables` are, whatever the variable says. */
const PATH: string = [process.env['PATH'], '/usr/sbin', '/usr/bin', '/sbin', '/bin']
  .filter(Boolean)
  .join(':');

/**
 * Runs a program without a shell. It gets a process group of its own, so that Ctrl-C at a terminal, which reaches a
 * whole group, does not end it in the middle.
 * @throws {ChaosError} CHAOS_SET_UP where it can't be started or writes too much, CHAOS_TIMEOUT after 10 s
 */
export function runCommand(
  program: string,
  args: readonly string[],
  limitMs: number = COMMAND_LIMIT_MS,
  input?: string,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      // Messages are read, so they have to be in one language.
      env: { ...process.env, PATH, LC_ALL: 'C' },
    });
    // A program that ends before it has read all says why by other ways.
    child.stdin.on('error', () => {}).end(input);
    const texts = { stdout: '', stderr: '' };
    let bytes = 0;
    const giveUp = (error: ChaosError): void => {
      clearTimeout(timer);
      end(child.pid);
      // Not waited for: a process that hangs in the kernel does not even end by SIGKILL.
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      reject(error);
    };
    const timer = setTimeout(() => {
      giveUp(new ChaosError('CHAOS_TIMEOUT', `${program} took longer than ${limitMs} ms and was killed`));
    }, limitMs);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        texts[name] += text;
        bytes += Buffer.byteLength(text);
        if (bytes <= COMMAND_OUTPUT_LIMIT_BYTES) return;
        const message = `${program} wrote more than ${COMMAND_OUTPUT_LIMIT_BYTES} bytes and was killed`;
        giveUp(new ChaosError('CHAOS_SET_UP', message));
      });
    }
    child.once('error', (cause) => {
      clearTimeout(timer);
      reject(new ChaosError('CHAOS_SET_UP', `can't run ${program}: ${cause.message}`, { cause }));
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      // 128 and more for a signal, as shells have it.
      resolve({ exitCode: code ?? (signal === null ? 1 : 128), ...texts });
    });
  });
}

/** Kills a process and all that it started. */
function end(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
