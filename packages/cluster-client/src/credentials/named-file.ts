import { readFile, stat } from 'node:fs/promises';
import { FILE_BELIEVED_MS, FILE_LEEWAY_MS, MAX_NAMED_FILE_BYTES } from '../limits.ts';

/** A file that is read again as it changes. */
export type NamedFile = Readonly<{
  /** What stands there, at most a minute old; what was read before where it can't be read any more. */
  read: () => Promise<Buffer>;
  /** Reads it now. Whether it holds something else than before. */
  readAgain: () => Promise<boolean>;
}>;

/** Reads a file that a kubeconfig names: at first when asked, then once a minute at most, as client-go does. */
export function namedFile(path: string, now: () => number = () => performance.now()): NamedFile {
  let known: Readonly<{ bytes: Buffer; atMs: number }> | undefined;

  async function readNow(): Promise<Buffer> {
    const { size } = await stat(path);
    if (size > MAX_NAMED_FILE_BYTES) throw new RangeError(`more than ${MAX_NAMED_FILE_BYTES} bytes`);
    const bytes = await readFile(path);
    known = { bytes, atMs: now() };
    return bytes;
  }

  return {
    async read() {
      if (known === undefined) return readNow();
      if (now() - known.atMs < FILE_BELIEVED_MS - FILE_LEEWAY_MS) return known.bytes;
      return readNow().catch(() => known?.bytes ?? Buffer.alloc(0));
    },
    async readAgain() {
      const before = known?.bytes;
      const after = await readNow().catch(() => before);
      return after !== undefined && (before === undefined || !after.equals(before));
    },
  };
}
