/** The folders of the cgroups that a process is in, the nearest first, as far as it can see them. */
export type CgroupFolders = Readonly<{
  version: 1 | 2;
  folders: readonly string[];
}>;

/** A line of /proc/self/mountinfo, as far as it matters here; see proc_pid_mountinfo(5). */
type Mount = Readonly<{ root: string; at: string; type: string; options: readonly string[] }>;

/**
 * Finds the folders of a controller, by /proc/self/mountinfo and /proc/self/cgroup. A container sees its own cgroup and
 * nothing above it, in most cases: version 2 gives it a cgroup namespace, version 1 mounts its folder alone. Undefined
 * where no cgroup of that controller is mounted.
 */
export function findCgroups(
  controller: 'memory' | 'cpu',
  mountinfo: string,
  cgroup: string,
): CgroupFolders | undefined {
  const mounts = mountinfo.split('\n').flatMap(readMount);
  const paths = cgroup.split('\n').map((line) => line.split(':'));
  const v1 = mounts.find(({ type, options }) => type === 'cgroup' && options.includes(controller));
  if (v1 !== undefined) {
    const own = paths.find(([, controllers = '']) => controllers.split(',').includes(controller));
    return { version: 1, folders: foldersOf(v1, own?.slice(2).join(':') ?? '/') };
  }
  const v2 = mounts.find(({ type }) => type === 'cgroup2');
  if (v2 === undefined) return undefined;
  const own = paths.find(([number, controllers]) => number === '0' && controllers === '');
  return { version: 2, folders: foldersOf(v2, own?.slice(2).join(':') ?? '/') };
}

function foldersOf({ root, at }: Mount, path: string): readonly string[] {
  const isBelow = root === '/' || path === root || path.startsWith(`${root}/`);
  const below = root === '/' ? path : path.slice(root.length);
  // What is outside of the namespace begins with /.. and can't be seen.
  const parts = isBelow && !path.startsWith('/..') ? below.split('/').filter((part) => part !== '') : [];
  return [...parts.keys(), parts.length].map((_, index) =>
    [at, ...parts.slice(0, parts.length - index)].join('/'),
  );
}

function readMount(line: string): readonly Mount[] {
  const [before = '', after = ''] = line.split(' - ');
  const [, , , root, at] = before.split(' ');
  const [type, , options = ''] = after.split(' ');
  if (root === undefined || at === undefined || type === undefined) return [];
  return [{ root: unescaped(root), at: unescaped(at), type, options: options.split(',') }];
}

/** Blanks and their like stand as octal numbers there. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
