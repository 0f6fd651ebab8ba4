import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { removeTree } from '../../host/remove-tree.ts';

/** The mode of an emptyDir; whether others of this machine reach it is up to the folders above. Source: pkg/volume/emptydir/empty_dir.go (`perm`). */
const MODE = 0o777;

/** The emptyDir volumes of all pods: folders of this machine that outlast containers and go with their pod. */
export type EmptyDirs = Readonly<{
  /** Makes a volume, or finds it as it was left, and returns its path. Throws where it can't be made. */
  make: (podUid: string, name: string) => string;
  /** Removes all volumes of a pod, whose containers have ended. */
  remove: (podUid: string) => Promise<void>;
}>;

/** Keeps them in a folder, which is made with the first. */
export function createEmptyDirs(folder: string): EmptyDirs {
  return {
    make: (podUid, name) => {
      const volume = path.join(folder, podUid, name);
      mkdirSync(path.dirname(volume), { recursive: true, mode: 0o700 });
      mkdirSync(volume, { recursive: true });
      // The umask of this process has nothing to say in it.
      chmodSync(volume, MODE);
      return volume;
    },
    remove: (podUid) => removeTree(path.join(folder, podUid)),
  };
}
