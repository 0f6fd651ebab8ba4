import type { ReadStream, WriteStream } from 'node:tty';
import { formatDuration, quoted } from '@pod-contagion/command-line';
import { NO_EPIDEMIC, type Epidemic } from '@pod-contagion/epidemic';
import { FRAME_INTERVAL_MS, MAX_EVENTS } from '../limits.ts';
import { describeEvent } from '../terminal/event-text.ts';
import { renderFrame, type Panel } from '../terminal/frame.ts';
import { glyphsFor } from '../terminal/glyphs.ts';
import { createHistory } from '../terminal/history.ts';
import { listenToKeys, type Key } from '../terminal/keys.ts';
import { openScreen, type Screen } from '../terminal/screen.ts';
import { createPaint, wantsColours } from '../terminal/style.ts';
import type { Progress, Reporter } from './reporter.ts';

/** The terminal, and what its keys do. */
export type TerminalOptions = Readonly<{
  output: WriteStream & Readonly<{ fd: number }>;
  /** Progress goes here. */
  progress: NodeJS.WriteStream;
  /** Where keys come from; undefined where that is no terminal. */
  input: ReadStream | undefined;
  env: Readonly<Record<string, string | undefined>>;
  onKey: (key: Exclude<Key, Panel>) => void;
}>;

/** How long the line of progress gets where the terminal does not tell its size. */
const MAX_PROGRESS_COLUMNS = 80;

/** How often the curve gets a point and the clock moves on, in milliseconds. */
const POINT_INTERVAL_MS = 500;

/**
 * What a person at a terminal sees: two lines to copy, a line of progress, then the epidemic on a screen of its own, and
 * at the end one line that sums it up, below the first two.
 */
export function createTerminalView(options: TerminalOptions): Reporter {
  const { output, progress: progressOutput, input, env, onKey } = options;
  const paint = createPaint(wantsColours(env), glyphsFor(env));
  const history = createHistory();
  const commands: string[] = [];
  const events: { atMs: number; text: string }[] = [];
  let epidemic: Epidemic = NO_EPIDEMIC;
  let screen: Screen | undefined;
  let notice = '';
  let panel: Panel | undefined;
  let beganAtMs = 0;
  let isProgressShown = false;
  let isOver = false;
  let frame: NodeJS.Timeout | undefined;
  let points: NodeJS.Timeout | undefined;
  let stopKeys = (): void => undefined;

  const elapsedMs = (): number => performance.now() - beganAtMs;

  function draw(): void {
    frame = undefined;
    screen?.draw(
      renderFrame(
        {
          commands,
          epidemic,
          points: history.points,
          events,
          notice,
          elapsedMs: elapsedMs(),
          keys: input !== undefined,
          panel,
        },
        screen.size(),
        paint,
      ),
    );
  }

  function drawSoon(): void {
    if (screen !== undefined) frame ??= setTimeout(draw, FRAME_INTERVAL_MS);
  }

  function tell(text: string): void {
    events.push({ atMs: elapsedMs(), text });
    if (events.length > MAX_EVENTS) events.splice(0, events.length - MAX_EVENTS);
  }

  function clearProgress(): void {
    if (isProgressShown) progressOutput.write('\r\u001B[K');
    isProgressShown = false;
  }

  function close(): void {
    clearTimeout(frame);
    clearInterval(points);
    stopKeys();
    screen?.close();
    screen = undefined;
    clearProgress();
  }

  function command(line: string): void {
    clearProgress();
    commands.push(line);
    output.write(`${line}\n`);
  }

  return {
    cluster: ({ kubeconfig }) => command(`export KUBECONFIG=${quoted(kubeconfig)}`),
    service: ({ curl }) => command(curl),
    notice(message) {
      notice = message;
      if (screen === undefined) {
        clearProgress();
        progressOutput.write(`${message}\n`);
      }
      drawSoon();
    },
    progress(told) {
      if (screen !== undefined || isOver) return;
      // On one line, which a carriage return can go back to.
      const text = progressText(told).slice(0, (output.columns || MAX_PROGRESS_COLUMNS) - 1);
      progressOutput.write(`\r${text}\u001B[K`);
      isProgressShown = true;
    },
    ready({ tookMs }) {
      clearProgress();
      if (isOver) return;
      beganAtMs = performance.now();
      history.add(0, epidemic.counts);
      tell(`all Ready after ${formatDuration(tookMs)}`);
      screen = openScreen({ output, onResize: drawSoon });
      if (input !== undefined) {
        stopKeys = listenToKeys(input, (key) => {
          if (key === 'help' || key === 'commands') panel = panel === key ? undefined : key;
          else onKey(key);
          drawSoon();
        });
      }
      points = setInterval(() => {
        history.add(elapsedMs(), epidemic.counts);
        drawSoon();
      }, POINT_INTERVAL_MS);
      draw();
    },
    sneezed({ strain, answer }) {
      notice = `sneezed, strain ${strain}, answered ${JSON.stringify(answer)}`;
      drawSoon();
    },
    change(now, happened) {
      epidemic = now;
      if (screen === undefined) return;
      for (const event of happened) {
        const text = describeEvent(event);
        if (text !== undefined) tell(text);
      }
      drawSoon();
    },
    end({ epidemic: last }) {
      const wasShown = screen !== undefined;
      close();
      if (isOver) return;
      isOver = true;
      if (!wasShown) return;
      const { podders, restarts, mostRestarts, infections, generations } = last;
      output.write(
        `${podders.size} podders, ${infections} infections, ${generations} generations, ${restarts} restarts (most ${mostRestarts}) in ${formatDuration(elapsedMs())}\n`,
      );
    },
  };
}

function progressText({ ready, wanted, reasons }: Progress): string {
  const why = Object.entries(reasons).map(([reason, count]) => `${reason} ${count}`);
  return `${ready} of ${wanted} podders Ready${why.length === 0 ? '' : `, ${why.join(', ')}`}`;
}
