/** What happened over time, one character for each stretch of equal length. */
export type Strip = Readonly<{
  /** Length of a stretch, in ms. */
  cellMs: number;
  /** `.` all answered, `x` all failed, `/` some failed, space none sent. */
  cells: string;
}>;

/** Collects a strip, by when requests were sent. */
export type StripMaker = Readonly<{
  add: (sentAtMs: number, failed: boolean) => void;
  strip: () => Strip;
}>;

/** The most characters of a strip; a terminal has 80. */
export const MAX_STRIP_CELLS = 60;

/** Length of a stretch at the beginning; it doubles whenever the strip would become too long. */
const FIRST_CELL_MS = 100;

type Cell = { answered: number; failed: number };

/** Makes a strip of bounded size, however long it goes on. */
export function createStrip(): StripMaker {
  let cellMs = FIRST_CELL_MS;
  let cells: Cell[] = [];

  function halve(): void {
    const pairs: Cell[] = [];
    for (let index = 0; index < cells.length; index += 2) {
      const [one, two] = [cells[index], cells[index + 1]];
      pairs.push({
        answered: (one?.answered ?? 0) + (two?.answered ?? 0),
        failed: (one?.failed ?? 0) + (two?.failed ?? 0),
      });
    }
    cells = pairs;
    cellMs *= 2;
  }

  return {
    add: (sentAtMs, failed) => {
      while (sentAtMs >= cellMs * MAX_STRIP_CELLS) halve();
      const index = Math.floor(sentAtMs / cellMs);
      while (cells.length <= index) cells.push({ answered: 0, failed: 0 });
      const cell = cells[index];
      if (cell !== undefined) cell[failed ? 'failed' : 'answered']++;
    },
    strip: () => ({ cellMs, cells: cells.map((cell) => drawn(cell)).join('') }),
  };
}

function drawn({ answered, failed }: Cell): string {
  if (answered + failed === 0) return ' ';
  if (failed === 0) return '.';
  return answered === 0 ? 'x' : '/';
}
