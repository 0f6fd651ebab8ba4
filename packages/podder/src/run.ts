import { hostname } from 'node:os';
import { describeError } from '@pod-contagion/errors';
import { systemClock } from './clock.ts';
import { describeSettings, readCommandLine } from './command-line.ts';
import { PodderError } from './errors.ts';
import { DEFAULT_TERMINATION_MESSAGE_PATH, writeLastWords } from './last-words.ts';
import { SELF_ENDED_EXIT_CODE } from './limits.ts';
import { leaveLife, readLives } from './lives.ts';
import { formatAddress } from './listen-address.ts';
import { createLog, nameLog, type PodderLog } from './log.ts';
import { createPodder, type Podder } from './podder.ts';
import { isoTime, type LastWords } from './report.ts';
import { findService } from './service-address.ts';
import type { PodderSettings, SettingsTable } from './settings.ts';
import { VERSION } from './version.ts';

/** A program that is a podder: its settings, and what it does of its own accord once it listens. */
export type PodderProgram<T extends PodderSettings> = Readonly<{
  name: string;
  purpose: string;
  settings: SettingsTable<T>;
  /** Called when it listens. `end` ends the process in good order with exit code 0. */
  operate?(podder: Podder, settings: T, end: (reason: string) => void): void;
}>;

/** The signals that end a podder in good order, with their numbers. */
const SIGNALS = { SIGTERM: 15, SIGINT: 2 } as const;

/** How much of the reason for its end goes into the last words, which have 4096 bytes in all. */
const MAX_REASON_CHARACTERS = 400;

/**
 * Puts a program together and returns how to run it in this process. Between the two, an image may be made of
 * the process: nothing of the command line, the environment, the network or the clock is touched before.
 */
export async function prepareProgram<T extends PodderSettings>(
  program: PodderProgram<T>,
): Promise<() => Promise<void>> {
  const podder = await createPodder();
  const log = createLog();
  return () => runProgram(program, podder, log);
}

async function runProgram<T extends PodderSettings>(
  program: PodderProgram<T>,
  podder: Podder,
  log: PodderLog,
): Promise<void> {
  // Before anything else: the first process of a container is deaf to a signal that it has no handler for, and the kubelet
  // would wait in vain until the grace period is over.
  const signals = catchSignals();
  const { name, purpose, settings: table } = program;
  try {
    const commandLine = readCommandLine(table, process.argv.slice(2), process.env);
    if (commandLine.ask === 'help') process.stdout.write(describeSettings(name, purpose, table));
    else if (commandLine.ask === 'version') process.stdout.write(`${VERSION}\n`);
    else await operate(program, podder, log, commandLine.settings, signals);
  } catch (error) {
    const usage = error instanceof PodderError && error.code === 'PODDER_USAGE';
    process.stderr.write(`${name}: ${describeError(error)}\n`);
    process.exitCode = usage ? 2 : 1;
  }
}

async function operate<T extends PodderSettings>(
  program: PodderProgram<T>,
  podder: Podder,
  unnamedLog: PodderLog,
  settings: T,
  signals: Signals,
): Promise<void> {
  if (settings.immunity === 'learned' && settings.lives === '') {
    throw new PodderError('PODDER_USAGE', '-immunity=learned expects -lives beside it, got none');
  }
  const service = findService(process.env, settings.http);
  const pod = process.env['POD_NAME'] || process.env['HOSTNAME'] || hostname();
  const log = nameLog(unnamedLog, pod, settings.logLevel);
  const lives = settings.lives === '' ? undefined : openLives(settings.lives, log);
  const end = createEnd(podder, log, lives);

  // Before the listeners open: a podder killed while it starts has last words, too.
  signals.onSignal(end);
  process.on('uncaughtException', (error) => {
    log.fatal({ event: 'failed', error: error.message, stack: error.stack }, 'unexpected error');
    end(`error: ${error.message}`, 1);
  });

  await jitter(settings.startJitterMs, log);
  try {
    const endItself = { endItself: () => end('ill enough', SELF_ENDED_EXIT_CODE) };
    const { face, health } = await podder.start(settings, {
      pod,
      service,
      log,
      clock: systemClock,
      lives: lives?.before,
      // A node that is busy kills without waiting for last words.
      onUnhealthy: () => lives?.leave(wordsOf(podder, 'not known: its probes failed')),
      ...(settings.death === 'exit' ? endItself : {}),
    });
    const { symptomDelayMs, healthDelayMs, sneezeIntervalMs } = settings;
    const course = { symptomDelayMs, healthDelayMs, sneezeIntervalMs };
    const addresses = {
      face: formatAddress(face),
      health: formatAddress(health),
      service: service.authority,
    };
    log.info({ event: 'started', ...addresses, ...course }, 'podder operational');
  } catch (error) {
    leaveLastWords(podder, `error: ${describeError(error)}`, undefined);
    throw error;
  }
  if (!service.discovered) {
    log.warn(
      { event: 'service-unknown', service: service.authority },
      'PODDER_SERVICE_HOST and PODDER_SERVICE_PORT are not set; sneezing at the address of its own face',
    );
  }
  program.operate?.(podder, settings, (reason) => end(reason, 0));
}

/** Waits for a random time up to this, so that those which are restarted together don't listen together. */
async function jitter(mostMs: number, log: PodderLog): Promise<void> {
  if (mostMs === 0) return;
  const waitMs = Math.round(Math.random() * mostMs);
  log.info({ event: 'waiting', waitMs }, 'listens after a random time');
  await new Promise<void>((resolve) => void systemClock.after(waitMs, resolve));
}

/** Signals that came or come; `onSignal` says what to do with them, and with one that came before, at once. */
type Signals = Readonly<{ onSignal: (act: (signal: string, exitCode: number) => void) => void }>;

function catchSignals(): Signals {
  let act = (signal: string, exitCode: number): void => {
    early ??= [signal, exitCode];
  };
  let early: [string, number] | undefined;
  for (const [signal, number] of Object.entries(SIGNALS)) process.on(signal, () => act(signal, 128 + number));
  return {
    onSignal(then) {
      act = then;
      if (early !== undefined) then(...early);
    },
  };
}

/** What former lives left, and how to leave what this one has been. */
type Lives = Readonly<{ before: readonly LastWords[]; leave: (words: LastWords) => void }>;

/** Opens the folder of former lives. A podder goes on without them: what can't be read or written is told in the log. */
function openLives(folder: string, log: PodderLog): Lives {
  const warn = (error: unknown): void =>
    log.warn({ event: 'lives-unknown', folder, error: describeError(error) }, 'former lives are not told');
  let before: readonly LastWords[] = [];
  try {
    before = readLives(folder);
  } catch (error) {
    warn(error);
  }
  return {
    before,
    leave(words) {
      try {
        leaveLife(folder, before, words);
      } catch (error) {
        warn(error);
      }
    },
  };
}

/** Returns how to end the process: last words first, then the listeners. A second call ends it at once. */
function createEnd(
  podder: Podder,
  log: PodderLog,
  lives: Lives | undefined,
): (reason: string, exitCode: number) => void {
  let ending = false;
  return (reason, exitCode) => {
    if (ending) process.exit(exitCode);
    ending = true;
    const { pod: _pod, ...words } = leaveLastWords(podder, reason, lives);
    log.info({ event: 'ended', ...words }, 'ended');
    const exit = (): never => process.exit(exitCode);
    podder.stop().then(exit, exit);
  };
}

function leaveLastWords(podder: Podder, reason: string, lives: Lives | undefined): LastWords {
  const words = wordsOf(podder, reason);
  writeLastWords(process.env['TERMINATION_MESSAGE_PATH'] || DEFAULT_TERMINATION_MESSAGE_PATH, words);
  // A life without an infection leaves nothing to tell.
  if (words.state !== 'susceptible') lives?.leave(words);
  return words;
}

function wordsOf(podder: Podder, reason: string): LastWords {
  const endedAt = isoTime(systemClock.nowMs());
  return { ...podder.report(), endedAt, reason: reason.slice(0, MAX_REASON_CHARACTERS) };
}
