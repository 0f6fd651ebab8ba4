import { xmlText } from '@pod-contagion/notations';
import type { Look, Span, Story } from './story.ts';
import { since } from './words.ts';

/** One row: a name, and what happened when. */
type Row = Readonly<{ name: string; bars: readonly Bar[] }>;

type Bar = Span & Readonly<{ kind: 'met' | 'unmet' | 'deed' | 'failed' | 'fault' | 'outage'; title: string }>;

const LABEL = 250;
const WIDTH = 700;
const ROW = 24;
const TOP = 8;

/** How narrow a bar may be, so that it is seen. */
const LEAST = 3;

/** All that happened over time, as SVG that takes its colours from the page. */
export function timeline(story: Story): string {
  const rows = rowsOf(story);
  const height = TOP + rows.length * ROW + 34;
  const wholeMs = Math.max(story.endMs - story.startMs, 1);
  const x = (ms: number): number =>
    LABEL + (Math.max(0, Math.min(ms - story.startMs, wholeMs)) / wholeMs) * WIDTH;
  const bottom = TOP + rows.length * ROW;
  return [
    `<svg class="timeline" role="img" aria-label="Timeline" viewBox="0 0 ${LABEL + WIDTH + 20} ${height}" xmlns="http://www.w3.org/2000/svg">`,
    ...ticksOf(wholeMs).map((ms) => {
      const at = x(story.startMs + ms).toFixed(1);
      const text = `<text class="tick" x="${at}" y="${bottom + 18}">${ms / 1_000} s</text>`;
      return `<line class="grid" x1="${at}" x2="${at}" y1="${TOP}" y2="${bottom}"/>${text}`;
    }),
    ...rows.map(({ name, bars }, index) => {
      const y = TOP + index * ROW;
      const label = `<text class="label" x="${LABEL - 10}" y="${y + 16}">${xmlText(shortened(name))}</text>`;
      return label + bars.map((bar) => drawn(bar, x, y, story.startMs)).join('');
    }),
    '</svg>',
  ].join('\n');
}

function drawn(bar: Bar, x: (ms: number) => number, y: number, startMs: number): string {
  const from = x(bar.startMs);
  const width = Math.max(x(bar.endMs) - from, LEAST);
  const when = `${since(bar.startMs, startMs)} to ${since(bar.endMs, startMs)}`;
  const title = `<title>${xmlText(`${bar.title}: ${when}`)}</title>`;
  return `<rect class="${bar.kind}" x="${from.toFixed(1)}" y="${y + 4}" width="${width.toFixed(1)}" height="${ROW - 8}" rx="2">${title}</rect>`;
}

function rowsOf(story: Story): readonly Row[] {
  const looks: Row = { name: 'hypothesis', bars: story.looks.map(barOfLook) };
  const deeds = story.deeds.map((deed): Row => {
    const kind = deed.ok ? 'deed' : 'failed';
    const title = `${deed.name}, ${deed.by}${deed.ok ? '' : `, failed: ${deed.why}`}`;
    return {
      name: deed.part === 'rollbacks' ? `rollback: ${deed.name}` : deed.name,
      bars: [{ ...deed, kind, title }],
    };
  });
  const hits = story.hits.map((hit): Row => {
    const pods = hit.pods.map(({ name }) => name).join(', ');
    return { name: `hit: ${hit.fault}`, bars: [{ ...hit, kind: 'fault', title: `${hit.fault}: ${pods}` }] };
  });
  const of = [...new Set(story.outages.map((outage) => outage.of))];
  const outages = of.map((name): Row => {
    const bars = story.outages.filter((outage) => outage.of === name);
    return {
      name: `outage: ${name}`,
      bars: bars.map(({ startMs, endMs, seconds }) => ({
        startMs,
        endMs,
        kind: 'outage',
        title: `no answer for ${seconds} s`,
      })),
    };
  });
  return [...(story.looks.length === 0 ? [] : [looks]), ...deeds, ...hits, ...outages];
}

function barOfLook(look: Look): Bar {
  const wrong = look.probes.find(({ met }) => !met);
  const title = look.met ? `${look.when}: met` : `${look.when}: ${wrong?.name ?? ''} ${wrong?.why ?? ''}`;
  return { startMs: look.startMs, endMs: look.endMs, kind: look.met ? 'met' : 'unmet', title };
}

/** Round times, four to eight of them. */
function ticksOf(wholeMs: number): readonly number[] {
  const rough = wholeMs / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough;
  return Array.from({ length: Math.floor(wholeMs / step) + 1 }, (_, index) => Math.round(index * step));
}

function shortened(name: string): string {
  return name.length <= 36 ? name : `${name.slice(0, 35)}…`;
}
