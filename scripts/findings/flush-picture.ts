/** The picture of docs/chaos/flushed-node.md: a line for each run, from when the rules were gone. */
import { FLUSH_WAYS, type FlushRun } from './flush-runs.ts';

/** Colours that can be told apart by everybody, of the palette of Okabe and Ito (2008). */
const INK = {
  outage: '#d55e00',
  answered: '#cfe3f1',
  back: '#0072b2',
  restored: '#009e73',
  text: '#333',
} as const;

const LEFT = 250;
const WIDTH = 760;
const ROW = 16;
const GAP = 14;
const TOP = 58;

/** Draws them. */
export function flushPicture(runs: readonly FlushRun[]): string {
  const lastSeconds = Math.max(...runs.map(({ endSeconds }) => endSeconds)) + 3;
  const x = (seconds: number): number => LEFT + (Math.max(0, seconds) / lastSeconds) * (WIDTH - LEFT - 20);
  const parts: string[] = [];
  let y = TOP;
  for (const { name, typed } of FLUSH_WAYS) {
    const own = runs.filter(({ way }) => way === name);
    if (own.length === 0) continue;
    parts.push(text(LEFT - 10, y + (own.length * ROW) / 2 + 4, typed, 'end'));
    for (const run of own) {
      parts.push(...row(run, y, x));
      y += ROW;
    }
    y += GAP;
  }
  const step = lastSeconds > 40 ? 10 : 5;
  for (let seconds = 0; seconds <= lastSeconds; seconds += step) {
    parts.unshift(`<path d="M${at(x(seconds))} ${TOP - 6}V${y - GAP + 6}" stroke="#e5e5e5"/>`);
    parts.push(text(x(seconds), y + 6, `${seconds} s`, 'middle'));
  }
  const height = y + 34;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="12" y="20" font-size="14" fill="${INK.text}">A Service asked ten times a second on a node whose rules were flushed</text>`,
    ...key(),
    ...parts,
    text((LEFT + WIDTH) / 2, height - 8, 'since the rules were gone', 'middle'),
    '</svg>',
    '',
  ].join('\n');
}

function row(
  { endSeconds, outage, backSeconds }: FlushRun,
  y: number,
  x: (seconds: number) => number,
): string[] {
  const bar = (from: number, to: number, ink: string): string =>
    `<rect x="${at(x(from))}" y="${y + 2}" width="${at(Math.max(1, x(to) - x(from)))}" height="${ROW - 4}" fill="${ink}"/>`;
  const mark = (seconds: number, ink: string): string =>
    `<path d="M${at(x(seconds))} ${y}v${ROW}" stroke="${ink}" stroke-width="3"/>`;
  return [
    bar(0, endSeconds + 3, INK.answered),
    ...(outage === undefined ? [] : [bar(outage.begin, outage.end, INK.outage)]),
    ...(backSeconds === undefined ? [] : [mark(backSeconds, INK.back)]),
    mark(endSeconds, INK.restored),
  ];
}

function key(): string[] {
  const entries = [
    ['answered', INK.answered],
    ['nothing answered', INK.outage],
    ['kube-proxy has written all of its rules', INK.back],
    ['the rest was put back', INK.restored],
  ] as const;
  let x = 12;
  return entries.flatMap(([words, ink]) => {
    const parts = [
      `<rect x="${x}" y="31" width="12" height="10" fill="${ink}"/>`,
      text(x + 17, 40, words, 'start'),
    ];
    x += 36 + words.length * 6.2;
    return parts;
  });
}

function text(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="${INK.text}">${words.replaceAll('&', '&amp;')}</text>`;
}

function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}
