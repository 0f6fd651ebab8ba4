import type { Tally } from './counts.ts';
import { isGrpc, matches, type RequestFacts } from './matching/matches.ts';
import type { Failure, RequestFaultSpec } from './spec.ts';

/** What is done to one request. */
export type Fate = Readonly<{ delayMs: number; failure?: Failure; bytesPerSecond?: number }>;

/** Says of each request what is done to it. */
export type Judge = (request: RequestFacts) => Fate;

const NOTHING: Fate = { delayMs: 0 };

/**
 * A judge that counts. Once `calm` is aborted, nothing is done to requests any more.
 * @param random from 0 to below 1, as `Math.random`
 */
export function createJudge(
  { calls, match, effect }: Pick<RequestFaultSpec, 'calls' | 'match' | 'effect'>,
  tally: Tally,
  calm: AbortSignal,
  random: () => number = Math.random,
): Judge {
  let meant = 0;

  const failureNow = (): Failure | undefined => {
    const { failure } = effect;
    if (failure === undefined) return undefined;
    const { first, rate, how } = failure;
    return meant <= first || random() < rate ? how : undefined;
  };

  return (request) => {
    tally.seen++;
    if (calm.aborted || !matches(match, request) || (calls === 'grpc' && !isGrpc(request))) return NOTHING;
    meant++;
    const delayMs = delayOf(effect.delay, random);
    const failure = failureNow();
    const { bytesPerSecond } = effect;
    const isSlowed = failure === undefined && bytesPerSecond !== undefined;
    if (effect.delay !== undefined) tally.delayed++;
    if (failure?.do === 'reset') tally.reset++;
    else if (failure !== undefined) tally.failed++;
    if (isSlowed) tally.slowed++;
    if (effect.delay !== undefined || failure !== undefined || isSlowed) tally.hit++;
    return {
      delayMs,
      ...(failure === undefined ? {} : { failure }),
      ...(isSlowed ? { bytesPerSecond } : {}),
    };
  };
}

function delayOf(
  delay: Readonly<{ averageMs: number; variationMs: number }> | undefined,
  random: () => number,
): number {
  if (delay === undefined) return 0;
  const { averageMs, variationMs } = delay;
  return variationMs === 0 ? averageMs : averageMs + variationMs * (2 * random() - 1);
}
