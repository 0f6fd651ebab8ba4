import { quoted } from '@pod-contagion/command-line';
import { formatDuration } from '@pod-contagion/notations';
import { NO_EPIDEMIC, type Epidemic } from '@pod-contagion/epidemic';
import { FRAME_INTERVAL_MS } from '../limits.ts';
import { formatClock } from '../terminal/clock-text.ts';
import type { Terminal } from '../terminal/find-terminal.ts';
import { createPicture } from '../terminal/picture.ts';
import { wrapCommand } from '../terminal/wrap-command.ts';
import { UP_KEY_WORDS, UP_KEYS, type UpKey } from './keys.ts';
import type { Progress, Reporter } from './reporter.ts';

/** The terminal, and what its keys do. */
export type TerminalOptions = Readonly<{
  terminal: Terminal;
  /** Progress goes here. */
  progress: NodeJS.WriteStream;
  onKey: (key: UpKey) => void;
}>;

/** How long the line of progress gets where the terminal does not tell its size. */
const MAX_PROGRESS_COLUMNS = 80;

/** How often the curve gets a point and the clock moves on, in milliseconds. */
const POINT_INTERVAL_MS = 500;

/**
 * What a person at a terminal sees: two lines to copy, a line of progress, then the epidemic on a screen of its own, and
 * at the end one line that sums it up, below the first two.
 */
export function createTerminalView({ terminal, progress: progressOutput, onKey }: TerminalOptions): Reporter {
  const { output } = terminal;
  const commands: string[] = [];
  let epidemic: Epidemic = NO_EPIDEMIC;
  let beganAtMs = 0;
  let isProgressShown = false;
  let isOver = false;
  let points: NodeJS.Timeout | undefined;

  const elapsedMs = (): number => performance.now() - beganAtMs;
  const picture = createPicture({
    terminal,
    epidemic: () => epidemic,
    nowMs: elapsedMs,
    words: () => ({
      head: (columns) => commands.flatMap((line) => wrapCommand(line, columns)),
      status: [formatClock(elapsedMs())],
      ...UP_KEY_WORDS,
    }),
    keys: UP_KEYS,
    onKey,
    frameIntervalMs: FRAME_INTERVAL_MS,
  });

  function clearProgress(): void {
    if (isProgressShown) progressOutput.write('\r\u001B[K');
    isProgressShown = false;
  }

  function command(line: string): void {
    clearProgress();
    commands.push(line);
    output.write(`${line}\n`);
  }

  return {
    cluster: ({ kubeconfig }) => command(`export KUBECONFIG=${quoted(kubeconfig)}`),
    service: ({ curl }) => command(curl),
    page: ({ url }) => command(url),
    notice(message) {
      if (!picture.isOpen) {
        clearProgress();
        progressOutput.write(`${message}\n`);
      }
      picture.notice(message);
    },
    progress(told) {
      if (picture.isOpen || isOver) return;
      // On one line, which a carriage return can go back to.
      const text = progressText(told).slice(0, (output.columns || MAX_PROGRESS_COLUMNS) - 1);
      progressOutput.write(`\r${text}\u001B[K`);
      isProgressShown = true;
    },
    ready({ tookMs }) {
      clearProgress();
      if (isOver) return;
      beganAtMs = performance.now();
      picture.addPoint();
      picture.tell(`all Ready after ${formatDuration(tookMs)}`);
      points = setInterval(() => {
        picture.addPoint();
        picture.drawSoon();
      }, POINT_INTERVAL_MS);
      picture.open();
    },
    sneezed: ({ strain, answer }) =>
      picture.notice(`sneezed, strain ${strain}, answered ${JSON.stringify(answer)}`),
    change(now, happened) {
      epidemic = now;
      if (!picture.isOpen) return;
      happened.forEach(picture.tellOf);
      picture.drawSoon();
    },
    end({ epidemic: last }) {
      const wasShown = picture.isOpen;
      clearInterval(points);
      picture.close();
      clearProgress();
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
