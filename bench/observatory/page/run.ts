/**
 * What the observatory's page costs in a browser that draws by software, as in CI: with a graphics card it is less. A program of its
 * own, which is given the browser; `paint`, `frames`, `replay` or `simulate` measures that alone.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { quantile } from '@pod-contagion/simulator/statistics';
import { chromium, type Browser } from 'playwright-core';
import { buildPage } from '../../../scripts/build/page.ts';
import { BROWSER_FLAGS } from '../../../scripts/testing/browser.ts';
import { median, table } from '../../table.ts';
import { measureFirstPaint, measureFloor } from './first-paint.ts';
import { measureFrames } from './frames.ts';
import { measureReplay, writeRecording } from './replay.ts';
import { measureMoves } from './simulate.ts';
import { serve } from './visit.ts';

const PAINT_ROUNDS = 7;
const FRAME_SECONDS = 20;
const ROUNDS = 3;
const HOUR_S = 3_600;

/** Pods, and at most how many ms until they are drawn. */
const PAINTS = [
  [50, 600],
  [5_000, 1_000],
] as const;

/** Pods, and what is wanted of frames: ms that 95 of 100 take at most (of 10,000 pods half of them), and of the program in them. */
const FRAMES = [
  [1_000, '17 ms', '4 ms'],
  [5_000, '34 ms', '8 ms'],
  [10_000, 'half of them 17 ms', ''],
] as const;

/** Pods, and MiB that an hour of them takes at most. */
const HOURS = [
  [50, 20],
  [1_000, 40],
] as const;

/** How often a slider is moved in each round, of how many pods that are simulated, and how many ms a new curve takes at most. */
const MOVES = 10;
const SIMULATED_PODS = 1_000;
const CURVE_MS = 200;

/** How far a measurement is, for whoever waits. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

async function reportPaint(browser: Browser, folder: string): Promise<void> {
  const floors: number[] = [];
  const runs = PAINTS.map(() => [] as Awaited<ReturnType<typeof measureFirstPaint>>[]);
  const floor = await serve(folder, 0, true);
  const served = await Promise.all(PAINTS.map(([pods]) => serve(folder, pods)));
  for (let round = 1; round <= PAINT_ROUNDS; round++) {
    progress(`opened, round ${round} of ${PAINT_ROUNDS}`);
    floors.push(await measureFloor(browser, floor.url));
    for (const [place, { url }] of served.entries()) {
      runs[place]!.push(await measureFirstPaint(browser, url));
    }
  }
  for (const each of [floor, ...served]) each.close();
  progress('');
  const floorMs = median(floors);
  const row = (name: string, ms: number, wanted: string): string[] => [
    name,
    shownMs(ms),
    `${(ms / floorMs).toFixed(1)} x`,
    wanted,
  ];
  const rows = PAINTS.flatMap(([pods, drawnMs], place) => [
    row(`its heading, ${pods} pods`, median(runs[place]!.map(({ paintedMs }) => paintedMs)), '300 ms'),
    row(`${pods} pods`, median(runs[place]!.map((run) => run.drawnMs)), `${drawnMs} ms`),
  ]);
  tell(`until it is seen in a new profile, medians of ${PAINT_ROUNDS} in turn`, [
    ['seen after', 'median', 'ratio', 'wanted'],
    row('a heading without a program', floorMs, ''),
    ...rows,
  ]);
}

async function reportFrames(browser: Browser, folder: string): Promise<void> {
  const rows: string[][] = [];
  for (const [pods, frameMs, scriptMs] of FRAMES) {
    const served = await serve(folder, pods);
    const runs: Awaited<ReturnType<typeof measureFrames>>[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      progress(`frames with ${pods} pods, round ${round} of ${ROUNDS}`);
      runs.push(await measureFrames(browser, served.url, FRAME_SECONDS));
    }
    served.close();
    const of = (pick: (run: (typeof runs)[number]) => number): number => median(runs.map(pick));
    rows.push([
      `${pods} pods`,
      shownMs(of(({ gapsMs }) => quantileOf(gapsMs, 0.5))),
      shownMs(of(({ gapsMs }) => quantileOf(gapsMs, 0.95))),
      frameMs,
      shownMs(of((run) => quantileOf(run.scriptMs, 0.95))),
      scriptMs,
      of(({ stops }) => stops).toFixed(0),
    ]);
  }
  progress('');
  tell(`frames over ${FRAME_SECONDS} s of an endless contagion, medians of ${ROUNDS}`, [
    ['', 'half of them', '95 of 100', 'wanted', 'program, 95 of 100', 'wanted', 'stops over 50 ms'],
    ...rows,
  ]);
}

async function reportReplay(browser: Browser, page: string, folder: string): Promise<void> {
  const served = await serve(page, 50);
  const rows: string[][] = [];
  for (const [pods, mostMib] of HOURS) {
    progress(`an hour of ${pods} pods is written`);
    const path = join(folder, `${pods}.ndjson.gz`);
    const half = join(folder, `${pods}-half.ndjson.gz`);
    const infections = await writeRecording(path, pods, HOUR_S);
    const before = await writeRecording(half, pods, HOUR_S / 2);
    const runs: Awaited<ReturnType<typeof measureReplay>>[] = [];
    const halves: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      progress(`an hour of ${pods} pods is opened, round ${round} of ${ROUNDS}`);
      runs.push(await measureReplay(browser, served.url, path));
      halves.push((await measureReplay(browser, served.url, half)).bytes);
    }
    const of = (pick: (run: (typeof runs)[number]) => number): number => median(runs.map(pick));
    const bytes = of((run) => run.bytes);
    rows.push([
      `${pods} pods, ${infections} infections`,
      shownMs(of(({ playsMs }) => playsMs)),
      shownMs(of(({ wholeMs }) => wholeMs)),
      shownMs(of(({ seeksMs }) => median(seeksMs))),
      shownMs(of(({ seeksMs }) => Math.max(...seeksMs))),
      `${(bytes / 2 ** 20).toFixed(1)} MiB`,
      `${mostMib} MiB`,
      `${((bytes - median(halves)) / (infections - before)).toFixed(0)} B`,
    ]);
  }
  served.close();
  progress('');
  tell(`a recording of an hour, medians of ${ROUNDS}`, [
    [
      '',
      'plays after',
      'is whole after',
      'a moment, median',
      'most',
      'memory',
      'wanted',
      'a further infection',
    ],
    ...rows,
  ]);
}

async function reportSimulate(browser: Browser, folder: string): Promise<void> {
  const served = await serve(folder, 50);
  const moves: Awaited<ReturnType<typeof measureMoves>> = [];
  for (let round = 1; round <= ROUNDS; round++) {
    progress(`a slider is moved, round ${round} of ${ROUNDS}`);
    moves.push(...(await measureMoves(browser, served.url, SIMULATED_PODS, MOVES)));
  }
  served.close();
  progress('');
  const curves = moves.map(({ curveMs }) => curveMs);
  tell(`a slider is moved ${moves.length} times, until its curve is seen`, [
    ['', 'median', 'most', 'wanted', 'all of it, median', 'stops over 50 ms', 'wanted'],
    [
      `${SIMULATED_PODS} pods simulated`,
      shownMs(median(curves)),
      shownMs(Math.max(...curves)),
      shownMs(CURVE_MS),
      shownMs(median(moves.map(({ overMs }) => overMs))),
      moves.reduce((sum, { stops }) => sum + stops, 0).toFixed(0),
      '0',
    ],
  ]);
}

function tell(title: string, [head = [], ...rows]: readonly string[][]): void {
  process.stdout.write(`\n${title}, load ${loadavg()[0]?.toFixed(1)}\n`);
  process.stdout.write(table(head, rows));
}

function shownMs(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

/** A quantile of numbers in any order. */
function quantileOf(values: readonly number[], probability: number): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    probability,
  );
}

const SECTIONS = { paint: reportPaint, frames: reportFrames, replay: reportReplay, simulate: reportSimulate };
const [executablePath = '', ...asked] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'pod-contagion-page-'));
const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS.slice(1) });
try {
  const page = join(folder, 'page');
  await buildPage(page);
  process.stdout.write(`\nThe observatory's page, Chromium ${browser.version()}, drawn by software\n`);
  for (const [name, report] of Object.entries(SECTIONS)) {
    if (asked.length === 0 || asked.includes(name)) await report(browser, page, folder);
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
