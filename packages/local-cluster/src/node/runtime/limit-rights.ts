import { findExecutable } from '../../host/executable.ts';

/** A capability as manifests have it, without the prefix that some write. Source: kernel's capability.h. */
const CAPABILITY = /^(?:CAP_)?([A-Z][A-Z_]{1,30})$/;

/**
 * The words before a command by which it gets these capabilities of root's and no others: those of util-linux' setpriv, which
 * becomes the command. None where that is not there, or where the cluster does not run as root, which then has none to give.
 */
export function limitRights(
  capabilities: readonly string[] | undefined,
  path: string,
  isRoot: boolean = process.getuid?.() === 0,
): readonly string[] {
  if (capabilities === undefined || !isRoot) return [];
  const names = capabilities.flatMap((name) => CAPABILITY.exec(name)?.[1]?.toLowerCase() ?? []);
  try {
    const setpriv = findExecutable('setpriv', path, '/');
    return [setpriv, `--bounding-set=${['-all', ...names.map((name) => `+${name}`)].join(',')}`, '--'];
  } catch {
    return [];
  }
}
