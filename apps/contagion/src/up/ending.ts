/** Why the command ends; the second line is of a simulation: it died out, or was followed for as long as it should be. */
export type EndReason =
  ('quit' | 'duration' | 'failed' | 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE') | ('extinct' | 'until');

/** What the process ends with, for each reason but `failed`, where the error says. */
export const END_EXIT_CODES: Readonly<Record<Exclude<EndReason, 'failed'>, number>> = {
  quit: 0,
  duration: 0,
  extinct: 0,
  until: 0,
  SIGHUP: 129,
  SIGINT: 130,
  SIGPIPE: 141,
  SIGTERM: 143,
};

/** The one end of a command, whoever asks for it first. */
export type Ending = Readonly<{
  /** Aborts when it is asked for. */
  signal: AbortSignal;
  /** Settles with the first reason. */
  asked: Promise<EndReason>;
  /** What went wrong, where something did. */
  readonly error: unknown;
  end: (reason: EndReason, error?: unknown) => void;
  /** Leaves signals and exceptions to Node.js again. */
  release: () => void;
}>;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Takes signals and exceptions, so that whatever happens the cluster is closed and the terminal given back. A second
 * signal changes nothing: it must not cut the closing short and leave pods behind; `onAgain` may say so.
 */
export function createEnding(onAgain: () => void): Ending {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<EndReason>();
  let error: unknown;
  const end = (reason: EndReason, cause?: unknown): void => {
    if (controller.signal.aborted) {
      // Not for a broken pipe: telling of it would break it once more, and so on.
      if (SIGNALS.some((name) => name === reason)) onAgain();
      return;
    }
    error = cause;
    controller.abort();
    resolve(reason);
  };
  const fail = (cause: unknown): void => end('failed', cause);
  const broken = (cause: Error & { code?: string }): void =>
    cause.code === 'EPIPE' ? end('SIGPIPE') : end('failed', cause);
  const listeners = SIGNALS.map((name) => [name, (): void => end(name)] as const);
  for (const [name, listener] of listeners) process.on(name, listener);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  process.stdout.on('error', broken);
  process.stderr.on('error', broken);
  return {
    signal: controller.signal,
    asked: promise,
    get error() {
      return error;
    },
    end,
    release() {
      for (const [name, listener] of listeners) process.off(name, listener);
      process.off('uncaughtException', fail);
      process.off('unhandledRejection', fail);
    },
  };
}
