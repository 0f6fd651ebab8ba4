import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '@pod-contagion/errors';
import { processIdentity } from './identity.ts';

/** A process, named so that no later process with the same pid is taken for it. */
export type Owner = Readonly<{ pid: number; identity: string }>;

/** Whether that very process lives. */
export function isAlive(owner: Owner): boolean {
  return processIdentity(owner.pid) === owner.identity;
}

/** Says who has the folder; undefined where nobody is named, or not in a way that can be read; `unreadable` where that is not ours to know. */
export async function readOwner(folder: string): Promise<Owner | 'unreadable' | undefined> {
  try {
    return parseOwner(JSON.parse(await readFile(path.join(folder, 'owner.json'), 'utf8')));
  } catch (error) {
    const code = systemCode(error);
    return code === 'EACCES' || code === 'EPERM' ? 'unreadable' : undefined;
  }
}

/** Takes an owner from what a file held; undefined where it is none. */
export function parseOwner(value: unknown): Owner | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, identity } = value as Partial<Record<keyof Owner, unknown>>;
  if (typeof pid !== 'number' || typeof identity !== 'string') return undefined;
  return { pid, identity };
}
