import type { Client } from 'undici';
import type { Clock } from './clock.ts';
import { MAX_ANSWER_BYTES } from './limits.ts';

/** How a sneeze ended: answered whatever the status, nobody there, no answer in time, or otherwise. */
export type SneezeResult = 'answered' | 'refused' | 'timeout' | 'failed';

/** One sneeze that is over. */
export type Sneeze = Readonly<{ result: SneezeResult; durationMs: number; error?: string }>;

/** What a sneezer has done so far. */
export type SneezeCounts = Readonly<Record<SneezeResult | 'sent' | 'skipped' | 'inFlight', number>>;

/** The counts of who has not sneezed. */
export const NO_SNEEZES: SneezeCounts = Object.freeze({
  sent: 0,
  answered: 0,
  refused: 0,
  timeout: 0,
  failed: 0,
  skipped: 0,
  inFlight: 0,
});

/** Sneezes at one address, each time over a new connection, so that a Service chooses anew each time. */
export type Sneezer = {
  readonly counts: SneezeCounts;
  /** Sends one form and does not wait; skips it where `maxInFlight` are still under way, or the circuit breaker is open. */
  sneeze(form: string): void;
  /** Loads the HTTP client, so that the first sneeze goes out on time. */
  warmUp(): void;
  /** Abandons what is in flight and sneezes no more. */
  stop(): void;
};

/** What a sneezer needs to know. */
export type SneezerOptions = Readonly<{
  /** `HOST:PORT` of the Service. */
  authority: string;
  /** How long one sneeze may take from connecting to the end of the answer, in milliseconds. */
  timeoutMs: number;
  maxInFlight: number;
  /** Failed sneezes in a row after which it sends no more; 0 for never. */
  breaker: number;
  clock: Clock;
  /** Told of each sneeze when it is over. */
  onOver(sneeze: Sneeze): void;
}>;

const loadClient = async (): Promise<typeof Client> => (await import('undici')).Client;

/** Makes a sneezer that has not sneezed yet. */
export function createSneezer(options: SneezerOptions): Sneezer {
  const { authority, timeoutMs, maxInFlight, breaker, clock, onOver } = options;
  const counts: Record<keyof SneezeCounts, number> = { ...NO_SNEEZES };
  const stopping = new AbortController();
  let failuresInARow = 0;
  /** A life that is ill is over before a breaker would be tried again. */
  const isOpen = (): boolean => breaker > 0 && failuresInARow >= breaker;

  async function send(form: string): Promise<Sneeze> {
    const startedAtMs = clock.nowMs();
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([deadline, stopping.signal]);
    let result: SneezeResult = 'answered';
    let message: string | undefined;
    let client: Client | undefined;
    try {
      const UndiciClient = await loadClient();
      // A client of its own, closed after one request, is what makes every sneeze a new connection.
      client = new UndiciClient(`http://${authority}`, {
        pipelining: 0,
        maxResponseSize: MAX_ANSWER_BYTES,
        connect: { timeout: timeoutMs },
      });
      const answer = await client.request({
        method: 'POST',
        path: '/face',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form,
        reset: true,
        signal,
      });
      // Read and thrown away; unlike undici's `dump` this fails where the answer is too long or breaks off.
      for await (const chunk of answer.body) void chunk;
    } catch (error) {
      result = deadline.aborted ? 'timeout' : classify(error);
      message = error instanceof Error ? error.message : String(error);
    } finally {
      await client?.destroy();
    }
    const durationMs = clock.nowMs() - startedAtMs;
    return message === undefined ? { result, durationMs } : { result, durationMs, error: message };
  }

  return {
    get counts() {
      return { ...counts };
    },
    sneeze(form) {
      if (stopping.signal.aborted) return;
      if (counts.inFlight >= maxInFlight || isOpen()) {
        counts.skipped++;
        return;
      }
      counts.sent++;
      counts.inFlight++;
      void send(form).then((sneeze) => {
        counts.inFlight--;
        counts[sneeze.result]++;
        // What was under way when it opened does not close it again.
        if (!isOpen()) failuresInARow = sneeze.result === 'answered' ? 0 : failuresInARow + 1;
        if (!stopping.signal.aborted) onOver(sneeze);
      });
    },
    warmUp() {
      void loadClient();
    },
    stop() {
      stopping.abort();
    },
  };
}

function classify(error: unknown): SneezeResult {
  const code = (error as { code?: string }).code ?? '';
  if (code === 'ECONNREFUSED') return 'refused';
  return code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT' ? 'timeout' : 'failed';
}
