import type { Condition, Epidemic } from '@pod-contagion/epidemic';
import { drawChart } from './chart.ts';
import { formatClock } from './clock-text.ts';
import type { Point } from './history.ts';
import { LOOKS, type Paint } from './style.ts';

/** What is shown in the place of the curve, where a key asked for it. */
export type Panel = 'help' | 'commands';

/** What a frame says besides the epidemic: whoever shows one has words of its own. */
export type Words = Readonly<{
  /** The lines at the top, none wider than that: how to reach the cluster, say. */
  head: (columns: number) => readonly string[];
  /** How late it is, and what else comes before the totals. */
  status: readonly string[];
  /** What the keys do, on one line, the longest first; and a line for each. */
  hints: readonly string[];
  help: readonly string[];
}>;

/** All that one frame shows. */
export type View = Words &
  Readonly<{
    epidemic: Epidemic;
    points: readonly Point[];
    /** The last events, the newest last. */
    events: readonly Readonly<{ atMs: number; text: string }>[];
    /** What was last done or went wrong. */
    notice: string;
    panel: Panel | undefined;
  }>;

/** How large the terminal is. */
export type FrameSize = Readonly<{ columns: number; rows: number }>;

const SHOWN: readonly Condition[] = ['susceptible', 'incubating', 'symptomatic', 'waiting'];
const SHOWN_IF_ANY: readonly Condition[] = ['starting', 'ended'];

/** Stands below the help for the keys. */
const CONDITIONS_HELP = [
  'susceptible   healthy',
  'incubating    infected, nothing shows',
  'symptomatic   sneezes, its probes fail',
  'waiting       in CrashLoopBackOff',
];

/** Fewest rows the curve gets before events are shown at all. */
const MIN_CHART_ROWS = 6;
const MAX_EVENT_ROWS = 12;

/**
 * The lines of one frame, never more or wider than the terminal. From the top: the head, the counts, the curve,
 * the last events, the keys; what does not fit is left out from the less to the more important.
 */
export function renderFrame(view: View, { columns, rows }: FrameSize, paint: Paint): string[] {
  const commands = view.head(columns);
  const footer = footerLine(view, columns, paint);
  const allCounts = countLines(view, columns, paint);
  // Whoever asks for the commands wants to copy them: they go before the counts.
  const isCrowded = view.panel === 'commands' && allCounts.length + commands.length + 1 > rows;
  const counts = isCrowded ? [] : allCounts;
  const room = rows - counts.length - 1;
  const isRoomy = commands.length > 0 && room - commands.length - 1 >= MIN_CHART_ROWS;
  const hasHead = isRoomy && view.panel !== 'commands';
  const head = hasHead ? [...commands.map(paint.dim), ''] : [];
  const middle = room - head.length;
  const body = bodyLines(view, commands, { columns, rows: Math.max(0, middle) }, paint);
  const blank = Math.max(0, middle - body.length);
  return [...head, ...counts, ...body, ...Array.from({ length: blank }, () => ''), footer].slice(-rows);
}

function bodyLines(view: View, commands: readonly string[], size: FrameSize, paint: Paint): string[] {
  if (view.panel === 'commands') return commands.slice(0, size.rows);
  if (view.panel === undefined) return chartAndEvents(view, size, paint);
  return [...view.help, '', ...CONDITIONS_HELP]
    .slice(0, size.rows)
    .map((line) => cut(line, size.columns, paint));
}

function chartAndEvents(view: View, { columns, rows }: FrameSize, paint: Paint): string[] {
  const eventRows = Math.max(0, Math.min(MAX_EVENT_ROWS, Math.floor(rows / 3), rows - MIN_CHART_ROWS - 1));
  const chartRows = rows - (eventRows === 0 ? 0 : eventRows + 1);
  const chart = drawChart(view.points, { columns, rows: chartRows }, paint);
  const shown = view.events.slice(view.events.length - eventRows);
  const events = shown.map(({ atMs, text }) =>
    cut(`${formatClock(atMs).padStart(7)}  ${text}`, columns, paint),
  );
  // Pushed down, so that the newest is always in the same place.
  const above = Math.max(0, rows - chart.length - events.length);
  return [...chart, ...Array.from({ length: above }, () => ''), ...events];
}

/** The counts, on as many lines as it takes. */
function countLines({ epidemic, status }: View, columns: number, paint: Paint): string[] {
  const { counts } = epidemic;
  const conditions = [...SHOWN, ...SHOWN_IF_ANY.filter((condition) => counts[condition] > 0)];
  const items = conditions.map((condition) => {
    const { colour, label } = LOOKS[condition];
    const { shades, eighths } = paint.glyphs;
    const mark = paint.colours && eighths !== undefined ? shades.symptomatic : shades[condition];
    const text = `${mark} ${label} ${counts[condition]}`;
    const shownMark = condition === 'ended' ? mark : paint.text(colour, mark);
    return { width: text.length, text: `${shownMark} ${label} ${paint.bold(String(counts[condition]))}` };
  });
  const totals = [
    ...status,
    `pods ${epidemic.podders.size}`,
    `restarts ${epidemic.restarts} (most ${epidemic.mostRestarts})`,
    `infections ${epidemic.infections}`,
    `generations ${epidemic.generations}`,
  ].map((text) => ({ width: text.length, text }));
  return [...wrapped(items, columns), ...wrapped(totals, columns)];
}

/** Puts pieces side by side, two blanks between them, on lines that are not too wide. */
function wrapped(pieces: readonly Readonly<{ width: number; text: string }>[], columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { width, text } of pieces) {
    if (used > 0 && used + 2 + width > columns) {
      lines.push(line);
      line = '';
      used = 0;
    }
    // A piece that is too wide for any line is left out rather than broken within its colours.
    if (width > columns) continue;
    line += used > 0 ? `  ${text}` : text;
    used += used > 0 ? width + 2 : width;
  }
  return used > 0 ? [...lines, line] : lines;
}

function footerLine({ hints, notice }: View, columns: number, paint: Paint): string {
  const hint = hints.find(({ length }) => length <= columns) ?? hints.at(-1) ?? '';
  const text = notice === '' ? hint : `${hint}  ${notice}`;
  return paint.dim(cut(text, columns, paint));
}

/** A text in so many columns; all that is shown here is one column a character. */
function cut(text: string, columns: number, { glyphs }: Paint): string {
  const kept = text.slice(0, Math.max(0, columns - 1));
  return text.length <= columns ? text : `${kept}${glyphs.ellipsis}`.slice(0, columns);
}
