import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LocalClusterError } from '../errors.ts';
import { runIp, runIpBatches } from './ip-command.ts';
import { namespaceNames } from './namespace-names.ts';
import type { NamespaceNames } from './namespace-names.ts';

/** What a cluster has made in the network of the machine, in its folder of state. */
const RECORD = 'network.json';

/** Notes under which names a cluster is going to make network namespaces; call it before the first. */
export async function recordNetwork(folder: string, token: number): Promise<void> {
  await writeFile(path.join(folder, RECORD), `${JSON.stringify({ token })}\n`, { mode: 0o600 });
}

/** Forgets the note, when nothing is left. */
export async function forgetNetwork(folder: string): Promise<void> {
  await rm(path.join(folder, RECORD), { force: true });
}

/**
 * Removes what a killed cluster left in the network of the machine, by the note in its folder. Says whether there was a note.
 * Throws IP_COMMAND_FAILED, NO_IP_COMMAND.
 */
export async function removeLeftoverNetwork(folder: string): Promise<boolean> {
  const token = await readToken(folder);
  if (token === undefined) return false;
  await removeNetwork(namespaceNames(token));
  await forgetNetwork(folder);
  return true;
}

/**
 * Removes all network namespaces and interfaces with a cluster's names, and looks whether they are gone. Its routes go with its
 * bridge.
 */
export async function removeNetwork(names: NamespaceNames): Promise<void> {
  const lines = (await namespacesOf(names)).map((namespace) => `netns del ${namespace}`);
  lines.push(`link del group ${names.group}`, `link del group ${names.removalGroup}`);
  await runIpBatches([{ lines, force: true }]);
  const left = [...(await namespacesOf(names)), ...(await interfacesOf(names))];
  if (left.length === 0) return;
  throw new LocalClusterError(
    'IP_COMMAND_FAILED',
    `expected \`ip\` to remove the network of a cluster, but these are left: ${left.join(', ')}`,
  );
}

async function namespacesOf({ namespacePrefix }: NamespaceNames): Promise<string[]> {
  const lines = (await runIp(['netns', 'list'])).split('\n');
  return lines.map((line) => line.split(' ')[0] ?? '').filter((name) => name.startsWith(namespacePrefix));
}

async function interfacesOf({ group, removalGroup }: NamespaceNames): Promise<string[]> {
  const names: string[] = [];
  for (const number of [group, removalGroup]) {
    const text = await runIp(['-json', 'link', 'show', 'group', String(number)]);
    const links = JSON.parse(text === '' ? '[]' : text) as { ifname?: string }[];
    names.push(...links.map(({ ifname }) => ifname).filter((name) => name !== undefined));
  }
  return names;
}

async function readToken(folder: string): Promise<number | undefined> {
  try {
    const { token } = JSON.parse(await readFile(path.join(folder, RECORD), 'utf8')) as { token?: unknown };
    return typeof token === 'number' && Number.isInteger(token) && token > 0 && token < 2 ** 30
      ? token
      : undefined;
  } catch {
    return undefined;
  }
}
