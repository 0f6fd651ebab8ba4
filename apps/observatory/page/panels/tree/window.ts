/** What of the tree is seen: a window of time, in ms since 1970, and of its rows, as shares of all of them. */
export type Window = Readonly<{ fromMs: number; untilMs: number; top: number; bottom: number }>;

const LEAST_MS = 500;
const LEAST_SHARE = 1e-5;

/** The window with its time stretched by a factor around a moment; the whole, undefined, where it would be longer than that. */
export function zoomTime(window: Window, whole: Window, factor: number, aroundMs: number): Window {
  const spanMs = Math.max(LEAST_MS, (window.untilMs - window.fromMs) * factor);
  const share = (aroundMs - window.fromMs) / (window.untilMs - window.fromMs);
  const fromMs = aroundMs - spanMs * share;
  const [from, until] = within(fromMs, fromMs + spanMs, whole.fromMs, whole.untilMs);
  return { ...window, fromMs: from, untilMs: until };
}

/** The window with its rows stretched by a factor around a place, a share of what is seen. */
export function zoomRows(window: Window, factor: number, around: number): Window {
  const span = Math.max(LEAST_SHARE, (window.bottom - window.top) * factor);
  const place = window.top + (window.bottom - window.top) * around;
  const [top, bottom] = within(place - span * around, place + span * (1 - around), 0, 1);
  return { ...window, top, bottom };
}

/** The window moved, by ms and by a share of all rows, as far as there is something to see. */
export function pan(window: Window, whole: Window, byMs: number, byShare: number): Window {
  const [fromMs, untilMs] = within(window.fromMs + byMs, window.untilMs + byMs, whole.fromMs, whole.untilMs);
  const [top, bottom] = within(window.top + byShare, window.bottom + byShare, 0, 1);
  return { fromMs, untilMs, top, bottom };
}

/** A stretch moved into bounds, and cut to them where it is longer. */
function within(from: number, until: number, low: number, high: number): readonly [number, number] {
  const span = until - from;
  if (span >= high - low) return [low, high];
  if (from < low) return [low, low + span];
  if (until > high) return [high - span, high];
  return [from, until];
}
