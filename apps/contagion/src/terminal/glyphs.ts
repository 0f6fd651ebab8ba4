import type { Condition } from '@pod-contagion/epidemic';

/** The characters that a picture is drawn with. */
export type Glyphs = Readonly<{
  /** What fills the area of a condition where colours do not tell. */
  shades: Readonly<Record<Condition, string>>;
  /** A column of eighths of a row, from none to all; undefined where there is nothing finer than a row. */
  eighths: readonly string[] | undefined;
  axis: Readonly<{ side: string; tick: string; corner: string; bottom: string }>;
  /** Stands for what was cut off. */
  ellipsis: string;
}>;

/** Blocks and lines. */
export const BLOCKS: Glyphs = {
  shades: {
    symptomatic: '█',
    incubating: '▓',
    waiting: '▒',
    susceptible: '░',
    starting: '·',
    ended: ' ',
  },
  eighths: ['', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  axis: { side: '│', tick: '┤', corner: '└', bottom: '─' },
  ellipsis: '…',
};

/** What any terminal shows. */
export const ASCII: Glyphs = {
  shades: { symptomatic: '#', incubating: '+', waiting: '=', susceptible: '.', starting: ':', ended: ' ' },
  eighths: undefined,
  axis: { side: '|', tick: '+', corner: '+', bottom: '-' },
  ellipsis: '~',
};

/**
 * The characters that the locale has. Source: POSIX, Environment Variables, 8.2: the first of the three that is not empty
 * counts, and none of them means POSIX, which has ASCII alone. Terminal.app sets LC_CTYPE=UTF-8.
 */
export function glyphsFor(env: Readonly<Record<string, string | undefined>>): Glyphs {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return /utf-?8/i.test(locale) ? BLOCKS : ASCII;
}
