import type { ClusterOptions } from './cluster-types.ts';
import type { NetworkKind } from './network/open-network.ts';
import { LocalClusterError } from './errors.ts';

const MAX_PORT = 65_535;

const NETWORKS: readonly unknown[] = ['loopback', 'mapped', 'namespace'] satisfies NetworkKind[];

/** Refuses options that cannot be meant, before anything is started. Throws INVALID_OPTION. */
export function checkOptions(options: ClusterOptions): void {
  const { port, network, images, kubeletVersion } = options;
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= MAX_PORT)) {
    throw invalid('port', `a whole number from 0 to ${MAX_PORT}`, port);
  }
  if (network !== undefined && !NETWORKS.includes(network)) {
    throw invalid('network', 'loopback, mapped or namespace', network);
  }
  if (kubeletVersion !== undefined && kubeletVersion !== '1.20' && kubeletVersion !== '1.36') {
    throw invalid('kubeletVersion', '1.20 or 1.36', kubeletVersion);
  }
  // An empty path would be the folder one happens to be in.
  for (const name of ['stateFolder', 'kubeconfigFile'] as const) {
    if (options[name] === '') throw invalid(name, 'a path', '');
  }
  for (const [name, image] of Object.entries(images ?? {})) {
    if (name === '') throw invalid('images', 'names of images', name);
    const option = `images[${JSON.stringify(name)}]`;
    if (!isCommand(image.command)) {
      throw invalid(`${option}.command`, 'a program and its arguments', image.command);
    }
    for (const [variable, value] of Object.entries(image.env ?? {})) {
      if (!/^[^=\0]+$/.test(variable) || typeof value !== 'string' || value.includes('\0')) {
        throw invalid(`${option}.env`, 'names of variables with a text for each', { [variable]: value });
      }
    }
  }
}

/** Programs written without types may pass anything: a command as one string, numbers among the arguments. */
function isCommand(command: unknown): boolean {
  if (!Array.isArray(command) || command.length === 0 || command[0] === '') return false;
  return command.every((word: unknown) => typeof word === 'string' && !word.includes('\0'));
}

function invalid(option: string, expected: string, got: unknown): LocalClusterError {
  return new LocalClusterError(
    'INVALID_OPTION',
    `option ${option} expected ${expected}, got ${JSON.stringify(got)}`,
  );
}
