import type { VNode } from 'preact';
import { chartSpan } from '../state/charts.ts';
import { brush, cursorMs, isReading, shownMs } from '../state/store.ts';
import { goTo, playing, playOrPause, speed, SPEEDS, step, toNewest } from '../state/transport.ts';
import { clockTime, timeSpan } from '../state/words.ts';
import { mode } from '../stream/feeding.ts';

/** Goes to any moment of the run, plays it, and chooses the part that estimates are of. */
export function TransportBar(): VNode {
  const [fromMs, untilMs] = chartSpan.value;
  const atMs = Math.min(untilMs, Math.max(fromMs, shownMs.value));
  const isNewest = cursorMs.value === undefined;
  return (
    <footer class="transport" aria-label="Time">
      <button
        type="button"
        aria-label="To the beginning"
        title="To the beginning"
        onClick={() => goTo(fromMs)}
      >
        |◀
      </button>
      <button type="button" aria-label="One change back" title="One change back (,)" onClick={() => step(-1)}>
        ◀
      </button>
      <button type="button" class="play" title="Play or pause (space)" onClick={playOrPause}>
        {playing.value || (isNewest && mode.value === 'live') ? 'pause' : 'play'}
      </button>
      <button type="button" aria-label="One change on" title="One change on (.)" onClick={() => step(1)}>
        ▶
      </button>
      <label class="speed">
        <span class="hidden">Speed</span>
        <select
          title="Speed ([ and ])"
          value={String(speed.value)}
          onChange={(event) => {
            speed.value = Number(event.currentTarget.value);
          }}
        >
          {SPEEDS.map((each) => (
            <option key={each} value={String(each)}>
              {each}×
            </option>
          ))}
        </select>
      </label>
      <input
        type="range"
        class="scrub"
        aria-label="Moment that is shown"
        aria-valuetext={`${clockTime(atMs)}, ${timeSpan(atMs - fromMs)} after the beginning`}
        min={fromMs}
        max={untilMs}
        step={100}
        value={atMs}
        onInput={(event) => goTo(Number(event.currentTarget.value))}
      />
      <output class="moment">
        {`${clockTime(atMs)} · ${isReading.value ? 'reading …' : timeSpan(atMs - fromMs)}`}
      </output>
      <Brush />
      <button type="button" class="newest" disabled={isNewest} title="Newest (L)" onClick={toNewest}>
        {mode.value === 'live' ? 'live' : 'to the end'}
      </button>
    </footer>
  );
}

/** The part of the run that is chosen, by keys; with a pointer it is drawn on the curve. */
function Brush(): VNode {
  const { value } = brush;
  const [fromMs, untilMs] = chartSpan.value;
  return (
    <span class="brush" role="group" aria-label="Part of the run that is estimated">
      <button
        type="button"
        title="Estimate from the moment shown on"
        onClick={() => {
          const until = value === undefined || value[1] <= shownMs.value ? untilMs : value[1];
          brush.value = [shownMs.value, until];
        }}
      >
        from here
      </button>
      <button
        type="button"
        title="Estimate up to the moment shown"
        onClick={() => {
          const from = value === undefined || value[0] >= shownMs.value ? fromMs : value[0];
          brush.value = [from, shownMs.value];
        }}
      >
        until here
      </button>
      <button
        type="button"
        disabled={value === undefined}
        title="Estimate all of it"
        onClick={() => {
          brush.value = undefined;
        }}
      >
        {value === undefined ? 'all' : `${timeSpan(value[1] - value[0])} ✕`}
      </button>
    </span>
  );
}
