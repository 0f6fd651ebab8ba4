import type { Interruptions } from '../interruptions.ts';

/**
 * Every signal that would end this process and that Node.js can catch. SIGKILL can't be caught; SIGSEGV and its like
 * leave nothing to go on with. A name that this system does not have (macOS lacks SIGPWR and SIGSTKFLT) is a plain event
 * to Node.js, which nothing emits.
 */
export const CAUGHT_SIGNALS: readonly NodeJS.Signals[] = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGABRT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGALRM',
  'SIGVTALRM',
  'SIGPWR',
  'SIGXCPU',
  'SIGIO',
  'SIGTRAP',
  'SIGSTKFLT',
  'SIGSYS',
];

/** Signals and unexpected errors of this process, which then go on instead of ending it. */
export const MACHINE_INTERRUPTIONS: Interruptions = (listener) => {
  const onSignal = (): void => listener({ reason: 'signal' });
  const onError = (error: unknown): void => listener({ reason: 'error', error });
  for (const signal of CAUGHT_SIGNALS) process.on(signal, onSignal);
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
};
