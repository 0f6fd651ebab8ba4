import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { removeTree } from '../../host/remove-tree.ts';
import { diskUsage } from './disk-usage.ts';

/** The mode of an emptyDir; whether others of this machine reach it is up to the folders above. Source: pkg/volume/emptydir/empty_dir.go (`perm`). */
const MODE = 0o777;

/** The emptyDir volumes of all pods: folders of this machine that outlast containers and go with their pod. */
export type EmptyDirs = Readonly<{
  /** Makes a volume, or finds it as it was left, and returns its path. Throws where it can't be made. */
  make: (podUid: string, name: string) => string;
  /** How much room a volume takes, in bytes; 0 where it is not there. */
  usedBytes: (podUid: string, name: string) => Promise<number>;
  /** Removes all volumes of a pod, whose containers have ended. */
  remove: (podUid: string) => Promise<void>;
}>;

/** Keeps them in a folder, which is made with the first. */
export function createEmptyDirs(folder: string): EmptyDirs {
  const pathOf = (podUid: string, name: string): string => path.join(folder, podUid, name);
  return {
    make: (podUid, name) => {
      const volume = pathOf(podUid, name);
      mkdirSync(path.dirname(volume), { recursive: true, mode: 0o700 });
      mkdirSync(volume, { recursive: true });
      // The umask of this process has nothing to say in it.
      chmodSync(volume, MODE);
      return volume;
    },
    usedBytes: (podUid, name) => diskUsage(pathOf(podUid, name)),
    remove: (podUid) => removeTree(path.join(folder, podUid)),
  };
}
