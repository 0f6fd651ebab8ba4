import { unreachable } from '../requests/unreachable.ts';
import { ClusterClientError } from '../errors.ts';

/** When an API server whose watch says nothing is asked whether it is still there. */
export type PulseMs = Readonly<{
  /** After so long a silence; it is also the least time from one question to the next. */
  afterMs: number;
  /** How long the answer may take. */
  limitMs: number;
}>;

/** What is asked, and who is told of the answer. */
export type PulseSteps = Readonly<{
  server: string;
  ask: (signal: AbortSignal) => Promise<unknown>;
  /** It answered. */
  onAnswer: () => void;
}>;

/** Whether an API server is still there. */
export type Pulse = Readonly<{
  /** Aborted by whoever asked, and where the API server does not answer. */
  signal: AbortSignal;
  /** Something was said: there is no need to ask, and what was asked does not count. */
  heard: () => void;
  /** Nobody wants to know any more. */
  end: () => void;
}>;

/**
 * Asks an API server that says nothing for something small, again and again: a connection whose other end is gone, or a server that hangs,
 * looks the same as a cluster in which nothing happens. One question at a time.
 */
export function feelPulse(signal: AbortSignal, { server, ask, onAnswer }: PulseSteps, rules: PulseMs): Pulse {
  const { afterMs, limitMs } = rules;
  const dead = new AbortController();
  let asking: AbortController | undefined;
  let timer = setTimeout(feel, afterMs);

  function again(): void {
    clearTimeout(timer);
    timer = setTimeout(feel, afterMs);
  }

  function feel(): void {
    const question = new AbortController();
    asking = question;
    ask(AbortSignal.any([signal, question.signal, AbortSignal.timeout(limitMs)])).then(
      () => {
        if (asking !== question) return;
        asking = undefined;
        onAnswer();
        again();
      },
      (error: unknown) => {
        // Whoever has ended, or heard something meanwhile, does not ask any more.
        if (asking !== question || signal.aborted) return;
        dead.abort(error instanceof ClusterClientError ? error : unreachable(server, error));
      },
    );
  }

  function forget(): void {
    asking?.abort();
    asking = undefined;
  }

  return {
    signal: AbortSignal.any([signal, dead.signal]),
    heard() {
      forget();
      again();
    },
    end() {
      forget();
      clearTimeout(timer);
    },
  };
}
