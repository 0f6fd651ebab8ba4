/** A limit of how long a stream may say nothing. */
export type SilenceLimit = Readonly<{
  /** Aborted by whoever asked, and by silence. */
  signal: AbortSignal;
  readonly isSilent: boolean;
  /** Something was said: the time begins anew. */
  heard: () => void;
  /** Nobody listens any more. */
  end: () => void;
}>;

/** Begins to measure; silence aborts with this error. */
export function limitSilence(signal: AbortSignal, limitMs: number, error: Error): SilenceLimit {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(error), limitMs);
  return {
    signal: AbortSignal.any([signal, silence.signal]),
    get isSilent() {
      return silence.signal.aborted;
    },
    heard: () => void timer.refresh(),
    end: () => clearTimeout(timer),
  };
}
