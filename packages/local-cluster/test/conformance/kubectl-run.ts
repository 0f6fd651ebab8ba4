import { spawn, type ChildProcess } from 'node:child_process';
import type { Test } from 'tap';
import { until } from '../../../../scripts/testing/until.ts';

/** What a command came to. */
export type Ran = Readonly<{ exitCode: number | null; stdout: Buffer; stderr: string }>;

/** How a command is run. */
export type RunOptions = Readonly<{
  /** What it reads; default: nothing. */
  stdin?: Buffer | string;
  /** Whether more may be written to it; default: that is all. */
  isOpen?: boolean;
  env?: Readonly<Record<string, string>>;
}>;

/** One that runs. */
export type Running = Readonly<{
  child: ChildProcess;
  /** What it has written so far, output and errors. */
  text: () => string;
  ended: Promise<Ran>;
}>;

/** Starts a command, which is killed at the end of the test. */
export function begin(
  t: Test,
  command: readonly string[],
  { stdin, isOpen = false, env = {} }: RunOptions = {},
): Running {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { env: { ...process.env, ...env } });
  t.teardown(() => child.kill('SIGKILL'));
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => void stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => void stderr.push(chunk));
  child.stdin.on('error', () => {});
  if (!isOpen) child.stdin.end(stdin);
  const ended = new Promise<Ran>((resolve) => {
    child.once('close', (exitCode) =>
      resolve({ exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    );
  });
  return { child, text: () => Buffer.concat([...stdout, ...stderr]).toString(), ended };
}

/** Runs a command to its end. */
export function run(t: Test, command: readonly string[], options?: RunOptions): Promise<Ran> {
  return begin(t, command, options).ended;
}

/** Forwards a port of something, and gives where it is listened for, once it is. */
export async function forwardPort(
  t: Test,
  kubectl: readonly string[],
  target: string,
  port: number,
  env: Readonly<Record<string, string>>,
): Promise<Readonly<{ url: string; running: Running }>> {
  const running = begin(t, [...kubectl, 'port-forward', target, `:${port}`], { env });
  const local = await until(`port-forward of ${target} to listen`, () => {
    if (running.child.exitCode !== null) throw new Error(running.text());
    return /Forwarding from 127\.0\.0\.1:(\d+)/.exec(running.text())?.[1];
  });
  return { url: `http://127.0.0.1:${local}`, running };
}
