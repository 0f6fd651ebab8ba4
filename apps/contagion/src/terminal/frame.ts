import type { Condition, Epidemic } from '../epidemic/epidemic.ts';
import { drawChart } from './chart.ts';
import { formatClock } from './clock-text.ts';
import type { Point } from './history.ts';
import { LOOKS, type Paint } from './style.ts';

/** All that one frame shows. */
export type View = Readonly<{
  /** The lines at the top: how to reach the cluster. */
  commands: readonly string[];
  epidemic: Epidemic;
  points: readonly Point[];
  /** The last events, the newest last. */
  events: readonly Readonly<{ atMs: number; text: string }>[];
  /** What was last done or went wrong. */
  notice: string;
  elapsedMs: number;
  /** Whether keys are listened to. */
  keys: boolean;
  help: boolean;
}>;

/** How large the terminal is. */
export type FrameSize = Readonly<{ columns: number; rows: number }>;

const SHOWN: readonly Condition[] = ['susceptible', 'incubating', 'symptomatic', 'waiting'];
const SHOWN_IF_ANY: readonly Condition[] = ['starting', 'ended'];

const HELP = [
  'i   infect somebody again, through the Service',
  'q   quit: the cluster and all its pods end',
  'h   this, and away again',
  '',
  'susceptible   healthy, and can be infected',
  'incubating    infected; nothing shows yet',
  'symptomatic   sneezes at the others; its probes fail',
  'waiting       in CrashLoopBackOff',
];

/** Fewest rows the curve gets before events are shown at all. */
const MIN_CHART_ROWS = 6;
const MAX_EVENT_ROWS = 12;

/**
 * The lines of one frame, never more or wider than the terminal. From the top: the commands, the counts, the curve,
 * the last events, the keys; what does not fit is left out from the less to the more important.
 */
export function renderFrame(view: View, { columns, rows }: FrameSize, paint: Paint): string[] {
  const commands = view.commands.map((line) => paint.dim(cut(line, columns)));
  const counts = countLines(view, columns, paint);
  const footer = footerLine(view, columns, paint);
  const room = rows - counts.length - 1;
  const head = room - commands.length >= MIN_CHART_ROWS ? [...commands, ''] : [];
  const middle = room - head.length;
  const body = view.help
    ? HELP.slice(0, Math.max(0, middle)).map((line) => cut(line, columns))
    : chartAndEvents(view, { columns, rows: middle }, paint);
  const blank = Math.max(0, middle - body.length);
  return [...head, ...counts, ...body, ...Array.from({ length: blank }, () => ''), footer].slice(-rows);
}

function chartAndEvents(view: View, { columns, rows }: FrameSize, paint: Paint): string[] {
  const eventRows = Math.max(0, Math.min(MAX_EVENT_ROWS, Math.floor(rows / 3), rows - MIN_CHART_ROWS - 1));
  const chartRows = rows - (eventRows === 0 ? 0 : eventRows + 1);
  const chart = drawChart(view.points, { columns, rows: chartRows }, paint);
  const shown = view.events.slice(view.events.length - eventRows);
  const events = shown.map(({ atMs, text }) => cut(`${formatClock(atMs).padStart(7)}  ${text}`, columns));
  // Pushed down, so that the newest is always in the same place.
  const above = Math.max(0, rows - chart.length - events.length);
  return [...chart, ...Array.from({ length: above }, () => ''), ...events];
}

/** The counts, on as many lines as it takes. */
function countLines({ epidemic, elapsedMs }: View, columns: number, paint: Paint): string[] {
  const { counts } = epidemic;
  const conditions = [...SHOWN, ...SHOWN_IF_ANY.filter((condition) => counts[condition] > 0)];
  const items = conditions.map((condition) => {
    const { colour, shade, label } = LOOKS[condition];
    const mark = paint.colours ? '█' : shade;
    const text = `${mark} ${label} ${counts[condition]}`;
    const shownMark = condition === 'ended' ? mark : paint.text(colour, mark);
    return { width: text.length, text: `${shownMark} ${label} ${paint.bold(String(counts[condition]))}` };
  });
  const totals = [
    formatClock(elapsedMs),
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

function footerLine({ keys, notice }: View, columns: number, paint: Paint): string {
  const hint = keys ? 'i infect again  q quit  h help' : 'Ctrl-C quits';
  const text = notice === '' ? hint : `${hint}  ${notice}`;
  return paint.dim(cut(text, columns));
}

/** A text in so many columns; all that is shown here is one column a character. */
function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`.slice(0, columns);
}
