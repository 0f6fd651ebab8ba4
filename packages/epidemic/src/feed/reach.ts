import { isStatus } from '@pod-contagion/cluster-client/requests';
import { MAX_UNREACHED, REACH_AGAIN_MS } from '../limits.ts';
import type { AskPodder } from './poller.ts';

/** How podders are reached: at their own addresses, through the API server, or not at all. */
export type Way = 'address' | 'proxy' | 'none';

/** Asks podders in the way that works. */
export type Reach = Readonly<{
  readonly way: Way;
  /** Why nobody is reached; undefined before that is found out, and once somebody is. */
  readonly unreached: Readonly<{ error: unknown }> | undefined;
  ask: AskPodder;
}>;

/**
 * Begins with their addresses; where several in a row, all of them Ready, are not reached there, tries the API server, and where that
 * forbids it nobody is asked. After a minute it begins anew.
 */
export function createReach(
  ways: Readonly<Record<'address' | 'proxy', AskPodder>>,
  nowMs: () => number = () => performance.now(),
): Reach {
  let way: Way = 'address';
  let failures = 0;
  let unreached: Reach['unreached'];
  let sinceMs = nowMs();

  function take(next: Way): void {
    way = next;
    failures = 0;
    sinceMs = nowMs();
  }

  function giveUp(error: unknown): void {
    take('none');
    unreached = { error };
  }

  return {
    get way() {
      return way;
    },
    get unreached() {
      return unreached;
    },
    async ask(target, signal) {
      if (way !== 'address' && nowMs() - sinceMs > REACH_AGAIN_MS) take('address');
      const tried = way;
      if (tried === 'none') throw new Error('podders are not reached');
      try {
        const report = await ways[tried](target, signal);
        if (tried === way) failures = 0;
        unreached = undefined;
        return report;
      } catch (error) {
        // What others found out meanwhile counts.
        if (tried !== way) throw error;
        if (tried === 'proxy' && isStatus(error, 403)) giveUp(error);
        else if (target.isReady === true && ++failures >= MAX_UNREACHED) {
          if (tried === 'address') take('proxy');
          else giveUp(error);
        }
        throw error;
      }
    },
  };
}
