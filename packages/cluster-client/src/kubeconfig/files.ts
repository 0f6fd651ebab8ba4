import { delimiter, join } from 'node:path';

/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Which kubeconfigs are read, and whether a missing one is an error. */
export type KubeconfigFiles = Readonly<{
  files: readonly string[];
  /** Named by itself: it has to be there. */
  isExplicit: boolean;
  /** Who named them, for messages. */
  from: string;
}>;

/**
 * The one that a flag names, else those that KUBECONFIG lists (each once, empty names passed over), else
 * `.kube/config` in the home folder. A KUBECONFIG that lists nothing is no reason to look at home.
 */
export function kubeconfigFiles(explicit: string | undefined, env: Environment): KubeconfigFiles {
  if (explicit !== undefined && explicit !== '') {
    return { files: [explicit], isExplicit: true, from: '--kubeconfig' };
  }
  const listed = env['KUBECONFIG'] ?? '';
  if (listed !== '') {
    const files = new Set(listed.split(delimiter).filter((file) => file !== ''));
    return { files: [...files], isExplicit: false, from: 'KUBECONFIG' };
  }
  return { files: [join(env['HOME'] ?? '', '.kube', 'config')], isExplicit: false, from: '~/.kube/config' };
}
