import { join } from 'node:path';
import { isRecord } from '@pod-contagion/notations';
import { ChaosError } from '../../errors.ts';

/** The variable that tells an agent where it finds which volume, as JSON: `{"data":"/pod-chaos/data"}`. */
export const VOLUMES_VARIABLE = 'POD_CHAOS_VOLUMES';

/** Where an agent finds a volume. */
export function volumePath(volume: string): string {
  return `/pod-chaos/${volume}`;
}

/** The value of the variable for some volumes. */
export function volumesValue(volumes: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(volumes.map((name) => [name, volumePath(name)])));
}

/** Where this agent finds which volume; none where it was told of none. */
export function volumeFolders(
  env: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const text = env[VOLUMES_VARIABLE];
  if (text === undefined) return new Map();
  const value: unknown = JSON.parse(text);
  const folders = isRecord(value) ? Object.entries(value) : [];
  return new Map(folders.flatMap(([name, folder]) => (typeof folder === 'string' ? [[name, folder]] : [])));
}

/**
 * The folder of one volume.
 * @throws {ChaosError} CHAOS_SET_UP where this agent has none of that name
 */
export function folderOf(volume: string, env: Readonly<Record<string, string | undefined>>): string {
  const folder = volumeFolders(env).get(volume);
  if (folder !== undefined) return folder;
  throw new ChaosError('CHAOS_SET_UP', `expected the volume ${volume} in ${VOLUMES_VARIABLE}, got none`);
}

const PREFIX = '.pod-chaos-fill-';

const FILE = /^\.pod-chaos-fill-([a-z0-9]{8})$/;

/** The file of a run; nobody else gives a file such a name. */
export function fillFile(folder: string, run: string): string {
  return join(folder, `${PREFIX}${run}`);
}

/** The run that a file of a volume is of; undefined for a file of somebody else. */
export function runOfFile(name: string): string | undefined {
  return FILE.exec(name)?.[1];
}
