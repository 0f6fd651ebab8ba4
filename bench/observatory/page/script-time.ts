/** An event of a browser's trace, in microseconds. */
type TraceEvent = Readonly<{ name: string; ts: number; dur?: number; tid: number; pid: number }>;

/** What of a trace is a program's own running. */
const SCRIPT = new Set(['FunctionCall', 'FireAnimationFrame', 'TimerFire', 'EventDispatch', 'RunMicrotasks']);

/** How long the program of a page ran from each frame to the next, in ms, as a trace of `devtools.timeline` has it. */
export function scriptOfFrames(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const frames = traceEvents.filter(({ name }) => name === 'FireAnimationFrame');
  const main = commonest(frames.map(threadOf));
  const starts = frames.filter((each) => threadOf(each) === main).map(({ ts }) => ts);
  const running = traceEvents
    .filter((each) => SCRIPT.has(each.name) && each.dur !== undefined && threadOf(each) === main)
    .toSorted((a, b) => a.ts - b.ts);
  const bounds = [...new Set(starts)].toSorted((a, b) => a - b);
  const spentUs = Array.from({ length: Math.max(0, bounds.length - 1) }, () => 0);
  let coveredUntil = -Infinity;
  let frame = 0;
  for (const { ts, dur = 0 } of running) {
    // What is within another counts once.
    const from = Math.max(ts, coveredUntil);
    const us = ts + dur - from;
    if (us <= 0) continue;
    coveredUntil = ts + dur;
    while (frame + 1 < bounds.length && (bounds[frame + 1] ?? Infinity) <= ts) frame++;
    if (ts >= (bounds[0] ?? Infinity) && frame < spentUs.length) spentUs[frame]! += us;
  }
  return spentUs.map((us) => us / 1_000);
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid}-${tid}`;
}

function commonest(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}
