import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../scripts/testing/free-port.ts';
import type { Variant } from './variants.ts';

/** A running variant. */
export type Running = Readonly<{ pid: number; face: number; health: number; end: () => Promise<void> }>;

const START_TIMEOUT_MS = 20_000;

/** How long after its start a process that serves nothing is surely idle. */
const IDLE_AFTER_MS = 500;

/** Starts a variant and waits until it answers, or is idle. `pinTo` is a processor of this machine. */
export async function start(variant: Variant | undefined, pinTo?: number): Promise<Running> {
  if (variant === undefined) throw new Error('no such variant');
  const [face, health] = [await freePort(), await freePort()];
  const pin = pinTo === undefined ? [] : ['taskset', '-c', String(pinTo)];
  const [command = '', ...args] = [...pin, ...variant.command(face, health)];
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', POD_NAME: 'bench', ...variant.env },
  });
  if (variant.serves) await untilLive(child, health);
  else await sleep(IDLE_AFTER_MS);
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return { pid: child.pid ?? 0, face, health, end };
}

/** Processor time of all threads of a process so far, user and system, in milliseconds. */
export function processorMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, value) => sum + value, 0) / 1e6;
}

async function untilLive(child: ChildProcess, port: number): Promise<void> {
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < giveUpAt && child.exitCode === null) {
    if ((await livenessOf(port)) === 200) return;
    await sleep(2);
  }
  child.kill('SIGKILL');
  throw new Error(`${child.spawnargs.join(' ')} was not live within ${START_TIMEOUT_MS} ms`);
}

function livenessOf(port: number): Promise<number> {
  return new Promise((resolve) => {
    request({ host: '127.0.0.1', port, path: '/liveness', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', () => resolve(0))
      .end();
  });
}
