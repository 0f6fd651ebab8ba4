/** What can interrupt a command; a closed pipe is one of them, as nobody reads the result any more. */
export type InterruptReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE';

/** What a process that was interrupted ends with: 128 and the number of the signal. */
export const INTERRUPT_EXIT_CODES: Readonly<Record<InterruptReason, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGPIPE: 141,
  SIGTERM: 143,
};

/** The interruption of one command. */
export type Interrupt = Readonly<{
  /** Aborts at the first signal: whatever was begun has to be ended. */
  signal: AbortSignal;
  /** Settles at the second: nobody wants to wait any more. */
  again: Promise<InterruptReason>;
  /** The first reason. */
  readonly reason: InterruptReason | undefined;
  /** Leaves signals to Node.js again. */
  release: () => void;
}>;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What signals are read from: the process, or a stand-in. */
export type SignalSource = Readonly<{
  on: (signal: (typeof SIGNALS)[number], listener: () => void) => unknown;
  off: (signal: (typeof SIGNALS)[number], listener: () => void) => unknown;
}>;

/**
 * Takes signals, so that a fault is ended before the process is. `onFirst` tells the user what happens now. A closed
 * pipe interrupts once and never counts as the second signal: it breaks again with every line.
 */
export function createInterrupt(
  source: SignalSource,
  outputs: readonly NodeJS.WritableStream[],
  onFirst: (reason: InterruptReason) => void,
): Interrupt {
  const controller = new AbortController();
  const { promise: again, resolve } = Promise.withResolvers<InterruptReason>();
  let reason: InterruptReason | undefined;
  const interrupt = (by: InterruptReason): void => {
    if (reason !== undefined) {
      if (by !== 'SIGPIPE') resolve(by);
      return;
    }
    reason = by;
    onFirst(by);
    controller.abort();
  };
  const listeners = SIGNALS.map((name) => [name, (): void => interrupt(name)] as const);
  const broken = (error: Error & { code?: string }): void => {
    if (error.code === 'EPIPE') interrupt('SIGPIPE');
    else throw error;
  };
  for (const [name, listener] of listeners) source.on(name, listener);
  for (const output of outputs) output.on('error', broken);
  return {
    signal: controller.signal,
    again,
    get reason() {
      return reason;
    },
    release() {
      for (const [name, listener] of listeners) source.off(name, listener);
      for (const output of outputs) output.off('error', broken);
    },
  };
}
