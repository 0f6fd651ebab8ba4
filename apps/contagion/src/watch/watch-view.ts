import { formatDuration } from '@pod-contagion/notations';
import { formatClock } from '../terminal/clock-text.ts';
import type { Terminal } from '../terminal/find-terminal.ts';
import { createPicture } from '../terminal/picture.ts';
import { wrapPhrases } from '../terminal/wrap-phrases.ts';
import type { EndReason } from '../up/ending.ts';
import type { Audience, Playback } from './audience.ts';
import { WATCH_KEYS, watchKeyWords, type WatchKey } from './keys.ts';

/** Significant digits of a speed: halved often enough it has many. */
const SPEED_DIGITS = 3;

/**
 * What a person at a terminal sees of a run: what is run, then its course on a screen of its own, and at the end the last frame
 * below the first line, and the story where it is over.
 */
export function createWatchView(
  { run, store, clock }: Playback,
  terminal: Terminal,
  texts: Readonly<{ caption: string; story: () => string }>,
  onKey: (key: WatchKey) => void,
): Audience {
  const { output } = terminal;
  let nowMs = 0;
  const picture = createPicture({
    terminal,
    epidemic: () => store.present,
    nowMs: () => nowMs,
    words: () => ({
      head: (columns) => wrapPhrases(texts.caption, columns),
      status: [formatClock(run.nowMs), ...paceWords()],
      ...watchKeyWords(clock.isPaused),
    }),
    keys: WATCH_KEYS,
    onKey,
    // Looks are as far apart as frames should be.
    frameIntervalMs: 0,
  });

  function paceWords(): readonly string[] {
    const speed = `speed ${Number(clock.speed.toPrecision(SPEED_DIGITS))}`;
    if (clock.isPaused) return [speed, 'paused'];
    return clock.isBehind(run.nowMs) ? [speed, 'behind'] : [speed];
  }

  function lastFrame(reason: EndReason): string {
    const status = [endText(reason, run.nowMs)];
    const lines = picture.render({ head: () => [], status, hints: [], help: [] });
    // Without the line of the keys.
    return lines.slice(0, -1).join('\n');
  }

  return {
    begin: () => void output.write(`${texts.caption}\n`),
    hear(event) {
      nowMs = event.atMs;
      picture.tellOf(event);
    },
    step() {
      nowMs = run.nowMs;
      picture.addPoint();
    },
    look() {
      if (!picture.isOpen) picture.open();
      // While it is paused nothing moves, and a key draws by itself.
      else if (!clock.isPaused) picture.drawSoon();
    },
    end(reason) {
      const frame = picture.isOpen && reason !== 'failed' ? lastFrame(reason) : undefined;
      picture.close();
      if (frame !== undefined) output.write(`${frame}\n`);
      if (frame !== undefined && run.isOver) output.write(texts.story());
    },
  };
}

function endText(reason: EndReason, nowMs: number): string {
  if (reason === 'extinct') return `extinct after ${formatDuration(nowMs)}`;
  return reason === 'until' ? `alive after ${formatDuration(nowMs)}` : formatClock(nowMs);
}
