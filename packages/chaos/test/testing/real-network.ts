import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { promisify } from 'node:util';
import type { Image } from '@pod-contagion/local-cluster';
import { missing } from '../../../../scripts/testing/needs.ts';
import type { NetworkFaultSpec } from '../../src/faults/network/spec.ts';
import type { Target } from '../../src/targets/target.ts';

const run = promisify(execFile);

/** Port of `SERVER`. */
const PORT = 8080;

/** An image that answers HTTP requests. */
export const SERVER: Image = {
  command: [
    process.execPath,
    '-e',
    `require('node:http').createServer((_, answer) => answer.end('here')).listen(${PORT})`,
  ],
};

/** Everything that a pod sends and gets is dropped. */
export const DISCONNECT: NetworkFaultSpec = {
  kind: 'network',
  interface: 'eth0',
  scope: { direction: 'both', peers: [], hosts: [], remotePorts: [], localPorts: [], except: [] },
  effect: { do: 'drop' },
};

/** Why real faults can't be tested here; false where they can. */
export const NO_REAL_NETWORK: string | false = missing(
  'root',
  'network namespaces',
  'iptables',
  'ip6tables',
  'tc',
);

/** Whether a pod with the image `server` answers within a second. */
export function answers({ pod }: Target): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ host: pod.status?.podIP, port: PORT, timeout: 1_000, agent: false });
    asked.on('response', (response) => {
      response.resume();
      resolve(true);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}

/** The rules of the toolkit in the network namespace of a pod. */
export async function rulesIn({ pod }: Target): Promise<string[]> {
  const address = pod.status?.podIP;
  for (const name of (await run('ip', ['netns', 'list'])).stdout.split('\n')) {
    const [namespace = ''] = name.split(' ');
    if (namespace === '') continue;
    const found = await run('ip', ['-n', namespace, '-o', 'addr']).catch(() => ({ stdout: '' }));
    if (!found.stdout.includes(` ${address}/`)) continue;
    const { stdout } = await run('ip', ['netns', 'exec', namespace, 'iptables-save']);
    return stdout.split('\n').filter((line) => line.includes('POD-CHAOS'));
  }
  throw new Error(`expected a network namespace with ${address}, got none`);
}

/** The processes of the agents of a run. */
export function agentPids(runId: string): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const variables = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0');
      const order = variables.find((each) => each.startsWith('POD_CHAOS_SPEC=')) ?? '';
      return order.includes(`"run":"${runId}"`) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}
