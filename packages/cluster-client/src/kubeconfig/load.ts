import { readFile, stat } from 'node:fs/promises';
import { describeFileError, kubeconfigError } from '../errors.ts';
import { MAX_KUBECONFIG_BYTES } from '../limits.ts';
import type { Config } from './config.ts';
import type { KubeconfigFiles } from './files.ts';
import { mergeConfigs } from './merge.ts';
import { parseConfig } from './parse.ts';

/** What the kubeconfigs say, and which of them were there. */
export type LoadedConfig = Readonly<{ config: Config; read: readonly string[] }>;

/**
 * Reads kubeconfigs in their order; a missing one of several is passed over, any that can't be read is an error.
 * @throws {ClusterClientError} CLUSTER_KUBECONFIG
 */
export async function loadConfig({ files, isExplicit }: KubeconfigFiles): Promise<LoadedConfig> {
  const read: string[] = [];
  const configs: Config[] = [];
  for (const file of files) {
    const text = await textOf(file, isExplicit);
    if (text === undefined) continue;
    read.push(file);
    configs.push(parseConfig(text, file));
  }
  return { config: mergeConfigs(configs), read };
}

/** Undefined where there is no such file, and none has to be. */
async function textOf(file: string, isRequired: boolean): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    if (size > MAX_KUBECONFIG_BYTES) {
      throw kubeconfigError(file, `expected at most ${MAX_KUBECONFIG_BYTES} bytes, got ${size}`);
    }
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ENOENT' && !isRequired) return undefined;
    if ((cause as { code?: string }).code === 'CLUSTER_KUBECONFIG') throw cause;
    throw kubeconfigError(file, `expected a kubeconfig, got ${describeFileError(cause)}`, { cause });
  }
}
