import type { ClusterOptions } from './cluster-types.ts';
import { LocalClusterError } from './errors.ts';

const MAX_PORT = 65_535;

/** Refuses options that cannot be meant, before anything is started. Throws INVALID_OPTION. */
export function checkOptions({ port, network, images }: ClusterOptions): void {
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= MAX_PORT)) {
    throw invalid('port', `a whole number from 0 to ${MAX_PORT}`, port);
  }
  if (network !== undefined && network !== 'loopback' && network !== 'namespace') {
    throw invalid('network', 'loopback or namespace', network);
  }
  for (const [name, { command }] of Object.entries(images ?? {})) {
    if (name === '') throw invalid('images', 'names of images', name);
    if (command.length === 0 || command[0] === '') {
      throw invalid(`images[${JSON.stringify(name)}].command`, 'a program and its arguments', command);
    }
  }
}

function invalid(option: string, expected: string, got: unknown): LocalClusterError {
  return new LocalClusterError(
    'INVALID_OPTION',
    `option ${option} expected ${expected}, got ${JSON.stringify(got)}`,
  );
}
