import type { Browser } from 'playwright-core';
import { untilDrawn, visit } from './visit.ts';

/** A slider that was moved: when the new curve was seen first, when the run was over, and stops of more than 50 ms until then. */
export type Move = Readonly<{ curveMs: number; overMs: number; stops: number }>;

/** Which slider is moved. */
const SLIDER = 'symptom delay, slider';

/** Simulates so many pods in a page, and moves a slider so often, each time when the run before is over. */
export async function measureMoves(
  browser: Browser,
  url: string,
  pods: number,
  moves: number,
): Promise<Move[]> {
  const opened = await visit(browser, `${url}#mode=simulate&sim.n=${pods}`);
  await untilDrawn(opened);
  const { page } = opened;
  await page.waitForFunction(() => document.querySelector('.outcome')?.textContent?.includes('infections,'));
  await page.evaluate(watchCurve);
  const seen: Move[] = [];
  for (let move = 0; move < moves; move++) {
    seen.push(await page.evaluate(moveSlider, { slider: SLIDER, by: move % 2 === 0 ? 1 : -1 }));
  }
  await opened.close();
  return seen;
}

/** Runs in the page: counts how often an edge of the curve was drawn, with so many points that there is one. */
function watchCurve(): void {
  const leastPoints = 10;
  const pointsOf = new WeakMap<Path2D, number>();
  const lineTo = Reflect.get(Path2D.prototype, 'lineTo');
  Path2D.prototype.lineTo = function (this: Path2D, x: number, y: number): void {
    pointsOf.set(this, (pointsOf.get(this) ?? 0) + 1);
    lineTo.call(this, x, y);
  };
  const drawn = { curves: 0 };
  Object.assign(globalThis, { drawn });
  const pen = CanvasRenderingContext2D.prototype;
  const stroke = Reflect.get(pen, 'stroke');
  Object.assign(pen, {
    stroke(this: CanvasRenderingContext2D, path?: Path2D): void {
      Reflect.apply(stroke, this, path === undefined ? [] : [path]);
      const points = path === undefined ? 0 : (pointsOf.get(path) ?? 0);
      if (points >= leastPoints && this.canvas.closest('.panel.curve') !== null) drawn.curves++;
    },
  });
}

/** Runs in the page: moves a slider by a step as a user does, and looks until the run is over. */
async function moveSlider({ slider, by }: Readonly<{ slider: string; by: number }>): Promise<Move> {
  const limitMs = 60_000;
  const { drawn } = globalThis as unknown as { drawn: { curves: number } };
  const input = document.querySelector<HTMLInputElement>(`[aria-label="${slider}"]`)!;
  const outcome = document.querySelector('.outcome')!;
  let stops = 0;
  const observer = new PerformanceObserver((list) => (stops += list.getEntries().length));
  observer.observe({ type: 'longtask' });
  // A curve that is drawn before the new run is told of is the one before.
  let isTold = false;
  const told = new MutationObserver(() => {
    if (!isTold) drawn.curves = 0;
    isTold = true;
  });
  told.observe(outcome, { childList: true, characterData: true, subtree: true });
  const fromMs = performance.now();
  input.valueAsNumber += by;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  let curveMs: number | undefined;
  for (;;) {
    // What a frame draws is on the screen with the one after.
    const isDrawn = isTold && drawn.curves > 0;
    await new Promise(requestAnimationFrame);
    const nowMs = performance.now() - fromMs;
    if (isDrawn) curveMs ??= nowMs;
    if (nowMs > limitMs) throw new Error(`expected a curve and an outcome, got: ${outcome.textContent}`);
    if (curveMs === undefined || !outcome.textContent.includes('infections,')) continue;
    told.disconnect();
    // Whoever observes is told of a task when it is over.
    await new Promise((resolve) => setTimeout(resolve));
    observer.disconnect();
    return { curveMs, overMs: nowMs, stops };
  }
}
