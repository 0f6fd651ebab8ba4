import { PROGRESS_INTERVAL_MS } from '../limits.ts';

/** A line on a terminal that tells how far something is. */
export type ProgressLine = Readonly<{
  /** Tells it; `text` is asked for only where it is shown. */
  tell: (text: () => string) => void;
  /** Takes the line away. */
  clear: () => void;
}>;

const ERASE = '\r\u001B[K';

/** What a progress line is written to. */
export type ProgressOutput = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

/** A line of progress, which changes a few times a second; nothing at all where the output is no terminal. */
export function createProgressLine(
  output: ProgressOutput,
  now: () => number = () => performance.now(),
): ProgressLine {
  let toldAtMs = -Infinity;
  let isThere = false;
  return {
    tell(text) {
      if (!output.isTTY || now() - toldAtMs < PROGRESS_INTERVAL_MS) return;
      toldAtMs = now();
      isThere = true;
      // A longer one would go on in the next line, which is not taken away.
      output.write(`${ERASE}${text().slice(0, Math.max(1, (output.columns || 80) - 1))}`);
    },
    clear() {
      if (isThere) output.write(ERASE);
      isThere = false;
    },
  };
}
