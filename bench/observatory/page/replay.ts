import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import { SyntheticEpidemic } from '@pod-contagion/observatory';
import type { Browser } from 'playwright-core';
import { RATE } from '../rate.ts';
import { untilDrawn, visit, type Visit } from './visit.ts';

const START_MS = Date.UTC(2026, 0, 1);
const FRAME_MS = 100;

/** How many moments are gone to. */
const SEEKS = 20;

/** A recording that was opened: when it played, when all of it was read, how long moments took, and what it holds then. */
export type Replay = Readonly<{
  playsMs: number;
  wholeMs: number;
  seeksMs: number[];
  bytes: number;
}>;

/** Writes a recording of so many pods for so many seconds; gives how many infections it has. */
export async function writeRecording(path: string, pods: number, seconds: number): Promise<number> {
  const epidemic = new SyntheticEpidemic({ pods, rate: RATE, seed: 3, startMs: START_MS });
  const gzip = createGzip();
  const file = createWriteStream(path);
  gzip.pipe(file);
  const write = async (line: object): Promise<void> => {
    if (!gzip.write(`${JSON.stringify(line)}\n`)) await once(gzip, 'drain');
  };
  await write({ podContagionRecording: 1, startedAt: START_MS });
  await write({ snapshot: epidemic.snapshot() });
  let infections = 0;
  for (let atMs = FRAME_MS; atMs <= seconds * 1_000; atMs += FRAME_MS) {
    const frame = epidemic.frame(START_MS + atMs);
    if (frame === undefined) continue;
    for (const [id] of frame.inf ?? []) infections = Math.max(infections, id + 1);
    await write({ frame });
  }
  gzip.end();
  await once(file, 'close');
  return infections;
}

/** Opens a recording in a page, goes to moments all over it, and looks at what it takes after a garbage collection. */
export async function measureReplay(browser: Browser, url: string, path: string): Promise<Replay> {
  const opened = await visit(browser, url);
  await untilDrawn(opened);
  const { page } = opened;
  await page.evaluate(watchReading);
  await page.getByLabel('Recording').setInputFiles(path);
  const { playsMs, wholeMs } = await page.evaluate(
    async () => (globalThis as unknown as { reading: Promise<{ playsMs: number; wholeMs: number }> }).reading,
  );
  await page.evaluate(watchDrawing);
  const seeksMs: number[] = [];
  for (let seek = 0; seek < SEEKS; seek++) {
    seeksMs.push(await page.evaluate(goTo, ((seek * 7) % SEEKS) / SEEKS));
  }
  const bytes = await usedBy(opened);
  await opened.close();
  return { playsMs, wholeMs, seeksMs, bytes };
}

/** Runs in the page: times from the file's being chosen. */
function watchReading(): void {
  const input = document.querySelector('input[type=file]')!;
  const isShown = (what: string, selector: string): boolean =>
    document.querySelector(selector)?.textContent?.includes(what) === true;
  (globalThis as unknown as { reading: Promise<unknown> }).reading = new Promise((resolve) => {
    input.addEventListener(
      'change',
      () => {
        const fromMs = performance.now();
        let playsMs: number | undefined;
        const look = (): void => {
          const nowMs = performance.now() - fromMs;
          // Nothing of the recording was drawn before the frame after.
          if (isShown('REPLAY', '.badge') && isShown('reading', '.moment')) playsMs ??= nowMs;
          if (playsMs !== undefined && !isShown('reading', '.moment')) resolve({ playsMs, wholeMs: nowMs });
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      },
      { capture: true },
    );
  });
}

/** Runs in the page: notes when each of its canvases was drawn on first since the notes were taken away. */
function watchDrawing(): void {
  const drawnAtMs = new Map<HTMLCanvasElement, number>();
  Object.assign(globalThis, { drawnAtMs });
  const pen = CanvasRenderingContext2D.prototype;
  for (const name of ['clearRect', 'fillRect', 'stroke', 'setTransform'] as const) {
    const real = pen[name] as (...args: unknown[]) => void;
    Object.assign(pen, {
      [name](this: CanvasRenderingContext2D, ...args: unknown[]): void {
        if (!drawnAtMs.has(this.canvas)) drawnAtMs.set(this.canvas, performance.now());
        real.apply(this, args);
      },
    });
  }
}

/**
 * Runs in the page: how long it takes until another moment is on the screen: drawings are spread over frames, so it waits until no
 * canvas is drawn for the first time for a while, and takes the frame after the last of them. Drawn again are arcs, which fade.
 */
async function goTo(share: number): Promise<number> {
  const { drawnAtMs } = globalThis as unknown as { drawnAtMs: Map<HTMLCanvasElement, number> };
  const stillFrames = 15;
  const scrub = document.querySelector<HTMLInputElement>('.scrub')!;
  drawnAtMs.clear();
  const fromMs = performance.now();
  scrub.value = String(Number(scrub.min) + share * (Number(scrub.max) - Number(scrub.min)));
  scrub.dispatchEvent(new Event('input', { bubbles: true }));
  let drawn = 0;
  let shownMs = 0;
  for (let still = 0; still < stillFrames; still++) {
    await new Promise(requestAnimationFrame);
    if (drawnAtMs.size === drawn) continue;
    drawn = drawnAtMs.size;
    // What a frame draws is on the screen with the one after.
    await new Promise(requestAnimationFrame);
    shownMs = performance.now();
    still = 0;
  }
  if (drawn === 0) throw new Error('expected drawings of another moment, got none');
  return shownMs - fromMs;
}

async function usedBy({ tools }: Visit): Promise<number> {
  await tools.send('HeapProfiler.enable');
  await tools.send('HeapProfiler.collectGarbage');
  const usage = await tools.send('Runtime.getHeapUsage');
  return usage.usedSize + (usage as unknown as { backingStorageSize: number }).backingStorageSize;
}
