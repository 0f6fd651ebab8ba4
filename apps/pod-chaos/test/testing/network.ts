import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { promisify } from 'node:util';
import { missing } from '../../../../scripts/testing/needs.ts';

const execFilePromise = promisify(execFile);

/** Why network faults in network namespaces can't be tested here; false where they can. */
export const NO_NETWORK: string | false = missing(
  'root',
  'network namespaces',
  'iptables',
  'ip6tables',
  'tc',
);

/** All rules of the toolkit in the network namespace that has an address, both families. */
export async function rulesAt(podIp: string): Promise<readonly string[]> {
  const namespace = await namespaceOf(podIp);
  const saved = await Promise.all(
    ['iptables-save', 'ip6tables-save'].map((save) => command('ip', 'netns', 'exec', namespace, save)),
  );
  return saved
    .join('\n')
    .split('\n')
    .filter((line) => /POD-CHAOS/i.test(line));
}

async function namespaceOf(podIp: string): Promise<string> {
  const names = (await command('ip', 'netns', 'list')).split('\n').map((line) => line.split(' ')[0] ?? '');
  for (const name of names.filter((each) => each.startsWith('pod-contagion-'))) {
    // Namespaces of other tests come and go meanwhile.
    const addresses = await command('ip', '-n', name, '-4', 'addr').catch(() => '');
    if (addresses.includes(`inet ${podIp}/`)) return name;
  }
  throw new Error(`expected a network namespace with ${podIp}, got none`);
}

async function command(name: string, ...argv: string[]): Promise<string> {
  return (await execFilePromise(name, argv)).stdout;
}

/** Whether a podder's health listener answers within a second. */
export function answers(podIp: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(
      { host: podIp, port: 81, path: '/readyz', agent: false, timeout: 1_000 },
      (answer) => {
        answer.resume();
        resolve(true);
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
