import { ClusterClientError } from '../errors.ts';
import { WATCH_SILENCE_MS } from '../limits.ts';
import type { ApiClient } from '../requests/api-client.ts';
import type { Collection } from '../requests/list-resource.ts';
import { feelPulse, type PulseMs } from './pulse.ts';
import { limitSilence } from './silence.ts';

/** What is done about silence; all may be left out. */
export type EarOptions = Readonly<{
  /** How long a watch may be silent before it is taken for dead, in milliseconds; default `WATCH_SILENCE_MS`. */
  silenceMs?: number;
  /**
   * When the API server is asked for one object of the collection because the watch is silent, which takes the right to list that; that
   * it does not answer is a break. A watch that does not begin is begun again meanwhile. Default: neither is done.
   */
  pulseMs?: PulseMs;
  /** The API server said something, be it that nothing is new. */
  onHeard?: () => void;
}>;

/** Who listens to one watch. */
export type Ear = Readonly<{
  /** Aborted by whoever watches, and where the API server says nothing any more. */
  signal: AbortSignal;
  heard: () => void;
  end: () => void;
}>;

/** Begins to listen. */
export function createEar(
  client: ApiClient,
  { path }: Collection,
  signal: AbortSignal,
  { silenceMs = WATCH_SILENCE_MS, pulseMs, onHeard }: EarOptions,
): Ear {
  const dead = new ClusterClientError('CLUSTER_UNREACHABLE', 'the watch fell silent');
  const silence = limitSilence(signal, silenceMs, dead);
  const pulse =
    pulseMs &&
    feelPulse(
      silence.signal,
      {
        server: client.server,
        // Whatever its labels: whoever asks for few of many makes the API server look at all.
        ask: (until) => client.json({ path, query: { limit: '1' }, signal: until }),
        onAnswer: () => onHeard?.(),
      },
      pulseMs,
    );
  return {
    signal: pulse?.signal ?? silence.signal,
    heard() {
      silence.heard();
      pulse?.heard();
      onHeard?.();
    },
    end() {
      silence.end();
      pulse?.end();
    },
  };
}
