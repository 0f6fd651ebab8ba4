import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ROOT } from '../scripts/files.ts';
import { processorMs, start } from './process.ts';
import type { Variant } from './variants.ts';

const CONNECTIONS = 50;
const WARM_UP_SECONDS = 2;
const SECONDS = 5;

/** The server has a processor for itself, and so has the load. */
const [SERVER_CPU, LOAD_CPU] = [0, 1];

/** What a server answered: per second, and per second of its own processor time. */
export type Throughput = Readonly<{ perSecond: number; perCpuSecond: number }>;

/** Loads one listener with requests on kept-alive connections; `body` makes them POSTs of a form. */
export async function throughput(
  variant: Variant | undefined,
  path: string,
  body?: string,
): Promise<Throughput> {
  const { pid, face, health, end } = await start(variant, SERVER_CPU);
  const url = `http://127.0.0.1:${path === '/face' ? face : health}${path}`;
  await load(url, WARM_UP_SECONDS, body);
  const before = processorMs(pid);
  const { requests, seconds } = await load(url, SECONDS, body);
  const cpuSeconds = (processorMs(pid) - before) / 1000;
  await end();
  return { perSecond: requests / seconds, perCpuSecond: requests / cpuSeconds };
}

async function load(
  url: string,
  seconds: number,
  body?: string,
): Promise<{ requests: number; seconds: number }> {
  const form = ['-m', 'POST', '-H', 'content-type=application/x-www-form-urlencoded', '-b', body ?? ''];
  const cannon = [process.execPath, `${ROOT}node_modules/autocannon/autocannon.js`, '--json', '-n'];
  const shape = ['-c', String(CONNECTIONS), '-d', String(seconds)];
  const args = ['-c', String(LOAD_CPU), ...cannon, ...shape, ...(body === undefined ? [] : form), url];
  const { stdout } = await promisify(execFile)('taskset', args);
  const result = JSON.parse(stdout) as { '2xx': number; non2xx: number; errors: number; duration: number };
  if (result.non2xx + result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} not 200, ${result.errors} errors`);
  return { requests: result['2xx'], seconds: result.duration };
}
