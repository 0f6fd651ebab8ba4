/** A folder that a container is to find at a path of its own. Source: cri-api (`Mount`). */
export type Mount = Readonly<{
  /** As `isMountable` allows. */
  containerPath: string;
  /** Where it is on this machine. */
  hostPath: string;
}>;

/** What the names in a path are made of here: nothing by which a shell, a list or a flag would end them. */
const NAME = String.raw`[^\s/"'${'`'};&|<>(){}[\]=,:*?$!#\\]+`;

/** What a path may not follow: it would be the rest of another, of a URL, or of what a shell puts in. */
const BEFORE = String.raw`(?<![\p{L}\p{N}_.~$/)}\]*?+%-])`;

const MOUNTABLE = new RegExp(`^(?:/${NAME})+$`, 'u');

/** Says whether a folder can be had at a path: an absolute one, without an empty part, that is told from the text around it. */
export function isMountable(containerPath: string): boolean {
  return MOUNTABLE.test(containerPath);
}

/**
 * Makes what puts, in a text that a program is told, the machine's path in the place of a container's: of the mount's
 * own path and of all below. Processes here see the files of the machine, so that nothing can be mounted.
 */
export function pathTranslation(mounts: readonly Mount[]): (text: string) => string {
  if (mounts.length === 0) return (text) => text;
  const places = new Map(mounts.map(({ containerPath, hostPath }) => [containerPath, hostPath]));
  const longest = Math.max(...[...places.keys()].map(({ length }) => length));
  const written = new RegExp(`${BEFORE}(?:/${NAME})+`, 'gu');

  const translated = (path: string): string => {
    // The closest mount above counts, as it does where one is within another.
    let end = path.length;
    while (end > 0) {
      const place = end > longest ? undefined : places.get(path.slice(0, end));
      if (place !== undefined) return place + path.slice(end);
      end = path.lastIndexOf('/', Math.min(end - 1, longest));
    }
    return path;
  };
  return (text) => text.replace(written, translated);
}
