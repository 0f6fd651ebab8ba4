import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Container, EphemeralContainer, Pod } from '@pod-contagion/api-server/objects';
import { messageOf } from '../../errors.ts';
import { isMountable, type Mount } from '../runtime/mounts.ts';
import type { EmptyDirs } from '../volumes/empty-dirs.ts';
import { ContainerConfigError } from './config-error.ts';
import { expand } from './expansion.ts';

type VolumeMount = NonNullable<Container['volumeMounts']>[number];

/** A volume that is a folder of its pod. */
export type EmptyDirVolume = Readonly<{ name: string; sizeLimit: string | undefined }>;

/** The emptyDir volumes of a pod; of other sorts there are none here. */
export function emptyDirsOf({ spec }: Pod): EmptyDirVolume[] {
  return (spec?.volumes ?? []).flatMap(({ name, emptyDir }) =>
    emptyDir ? [{ name, sizeLimit: emptyDir.sizeLimit?.toString() }] : [],
  );
}

/**
 * Makes the folders that a container mounts, where they are not there yet, and says which it is to find where.
 *
 * Source: pkg/kubelet/kubelet_pods.go (`makeMounts`).
 * @throws {ContainerConfigError} for a path that can't be mounted at, or a folder that can't be made.
 */
export function makeMounts(
  emptyDirs: Pick<EmptyDirs, 'make'>,
  pod: Pod,
  { volumeMounts = [] }: Container | EphemeralContainer,
  variables: ReadonlyMap<string, string>,
): Mount[] {
  const known = new Set(emptyDirsOf(pod).map(({ name }) => name));
  return volumeMounts
    .filter(({ name }) => known.has(name))
    .map((mount) => {
      const containerPath = placeOf(mount);
      try {
        const volume = emptyDirs.make(pod.metadata.uid ?? '', mount.name);
        return { containerPath, hostPath: partOf(volume, mount, variables) };
      } catch (error) {
        if (error instanceof ContainerConfigError) throw error;
        throw new ContainerConfigError(
          `cannot make volume ${JSON.stringify(mount.name)}: ${messageOf(error)}`,
        );
      }
    });
}

/** Where a container finds a mount: a path without a slash at its front is one of the root. */
function placeOf({ name, mountPath }: VolumeMount): string {
  const place = path.posix.resolve('/', mountPath);
  if (isMountable(place)) return place;
  throw new ContainerConfigError(
    `cannot find volume ${JSON.stringify(name)} a place at ${JSON.stringify(mountPath)}: expected a path below / without blanks and what shells act on`,
  );
}

/** The folder of a volume that a mount is of: all, or a part, which is made where it is not there. */
function partOf(
  volume: string,
  { name, subPath = '', subPathExpr = '' }: VolumeMount,
  variables: ReadonlyMap<string, string>,
): string {
  const part = subPathExpr === '' ? subPath : expandAll(subPathExpr, name, variables);
  if (part === '') return volume;
  if (part.startsWith('/')) {
    throw new ContainerConfigError(`error SubPath \`${part}\` must not be an absolute path`);
  }
  if (part.split('/').includes('..')) {
    throw new ContainerConfigError(`unable to provision SubPath \`${part}\`: must not contain '..'`);
  }
  const folder = path.join(volume, part);
  // A file may be there, too, and is mounted as such.
  mkdirSync(path.dirname(folder), { recursive: true });
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return folder;
}

/** Source: pkg/kubelet/container/helpers.go (`ExpandContainerVolumeMounts`): what is not known is a mistake here. */
function expandAll(text: string, volume: string, variables: ReadonlyMap<string, string>): string {
  return expand(text, (name) => {
    const value = variables.get(name);
    if (value !== undefined) return value;
    throw new ContainerConfigError(
      `missing value for ${JSON.stringify(name)} in subPathExpr of volume ${JSON.stringify(volume)}`,
    );
  });
}
