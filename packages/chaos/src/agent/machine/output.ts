import { OUTPUT_FLUSH_LIMIT_MS, OUTPUT_LIMIT_BYTES } from '../limits.ts';

/** Standard output as an agent uses it. */
export type Output = Readonly<{
  /** Writes a line, or drops it where nobody reads. Never throws and never waits. */
  write: (line: string, isReport?: boolean) => void;
  /** Waits until all has left, but not long. */
  flush: () => Promise<void>;
}>;

/**
 * Lines on a stream that may be broken, or that nobody reads: neither may keep a fault from being undone. Node.js writes
 * to pipes without waiting, and keeps in memory what the reader does not take.
 */
export function createOutput(stream: NodeJS.WriteStream): Output {
  let broken = false;
  stream.on('error', () => (broken = true));
  return {
    write(line, isReport = false) {
      if (broken || (stream.writableLength >= OUTPUT_LIMIT_BYTES && !isReport)) return;
      stream.write(`${line}\n`);
    },
    async flush() {
      if (broken || stream.writableLength === 0) return;
      await new Promise<void>((resolve) => {
        setTimeout(resolve, OUTPUT_FLUSH_LIMIT_MS);
        stream.once('error', () => resolve());
        stream.write('', () => resolve());
      });
    },
  };
}
