import { writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';

/** The terminal while a program has it to itself. */
export type Screen = Readonly<{
  size: () => { columns: number; rows: number };
  /** Shows these lines; only those that differ from what is there are written. */
  draw: (lines: readonly string[]) => void;
  /** Gives the terminal back. May be called again. */
  close: () => void;
}>;

/** What a screen needs of the terminal. */
export type ScreenOptions = Readonly<{
  output: WriteStream & Readonly<{ fd: number }>;
  /** Told when the size has changed; what is on the screen is forgotten then. */
  onResize: () => void;
}>;

const ESC = '\u001B[';
/** Alternate screen, cursor off, no wrapping at the right edge. */
const ENTER = `${ESC}?1049h${ESC}?25l${ESC}?7l${ESC}H${ESC}2J`;
const LEAVE = `${ESC}0m${ESC}?7h${ESC}?25h${ESC}?1049l`;
/** What lies between is shown at once, by terminals that know this; others pass over it. */
const BEGIN_FRAME = `${ESC}?2026h`;
const END_FRAME = `${ESC}?2026l`;

/** Sizes where the terminal does not tell. */
const FALLBACK_COLUMNS = 80;
const FALLBACK_ROWS = 24;

/**
 * Takes the terminal. It is given back however the process ends, but for SIGKILL: the last resort is a handler of
 * `exit`, which also runs after an exception.
 */
export function openScreen({ output, onResize }: ScreenOptions): Screen {
  let shown: readonly string[] = [];
  let open = true;

  const close = (): void => {
    if (!open) return;
    open = false;
    output.off('resize', forget);
    process.off('exit', close);
    // Not through the stream: at the end of the process nobody would wait for it.
    try {
      writeSync(output.fd, LEAVE);
    } catch {
      // The terminal itself is gone.
    }
  };
  const forget = (): void => {
    shown = [];
    if (open) output.write(`${ESC}2J`);
    onResize();
  };

  process.on('exit', close);
  output.on('resize', forget);
  output.write(ENTER);
  return {
    size: () => ({ columns: output.columns || FALLBACK_COLUMNS, rows: output.rows || FALLBACK_ROWS }),
    draw(lines) {
      // A terminal that can't keep up gets fewer frames instead of a queue of them.
      if (!open || output.writableNeedDrain) return;
      const changed = lines
        // Erased before, not after: behind a line of full width the cursor still stands on its last character.
        .map((line, index) => (line === shown[index] ? '' : `${ESC}${index + 1};1H${ESC}2K${line}${ESC}0m`))
        .join('');
      const rest = lines.length < shown.length ? `${ESC}${lines.length + 1};1H${ESC}J` : '';
      shown = lines;
      if (changed !== '' || rest !== '') output.write(`${BEGIN_FRAME}${changed}${rest}${END_FRAME}`);
    },
    close,
  };
}
