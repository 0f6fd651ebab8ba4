import type { StreamName, Totals } from '@pod-contagion/toxics/connections';
import type { ToxicSpec } from './spec.ts';

/** What the proxy has done so far. */
export type ToxicCounts = Readonly<{
  /** Connections that came. */
  connections: number;
  /** Of these, those to which a toxic has done something: each counts once. */
  hit: number;
  /** Which the pod's program did not accept. */
  unanswered: number;
  /** Beyond the limit, which were closed at once. */
  refused: number;
  /** Bytes that clients sent, and that the program got. */
  upstream: Readonly<Totals>;
  /** Bytes that the program sent, and that clients got. */
  downstream: Readonly<Totals>;
  /** To how many connections each toxic has done something, in their order. */
  toxics: readonly Readonly<{ type: string; stream: StreamName; hit: number }>[];
}>;

/** Counts that go up. */
export type ToxicTally = {
  connections: number;
  hit: number;
  unanswered: number;
  refused: number;
  readonly totals: Readonly<Record<StreamName, Totals>>;
  /** By the toxics' order. */
  readonly hitBy: number[];
};

/** Counts that begin with nothing. */
export function createToxicTally(toxics: readonly ToxicSpec[]): ToxicTally {
  return {
    connections: 0,
    hit: 0,
    unanswered: 0,
    refused: 0,
    totals: {
      upstream: { receivedBytes: 0, sentBytes: 0 },
      downstream: { receivedBytes: 0, sentBytes: 0 },
    },
    hitBy: toxics.map(() => 0),
  };
}

/** The counts as they are now. */
export function countsOf(
  { connections, hit, unanswered, refused, totals, hitBy }: ToxicTally,
  toxics: readonly ToxicSpec[],
): ToxicCounts {
  return {
    connections,
    hit,
    unanswered,
    refused,
    upstream: { ...totals.upstream },
    downstream: { ...totals.downstream },
    toxics: toxics.map(({ type, stream }, index) => ({ type, stream, hit: hitBy[index] ?? 0 })),
  };
}
