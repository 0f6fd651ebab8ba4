import { ChaosError } from '../errors.ts';
import type { LastWords, Sight } from './follow.ts';
import { hitOrMissed, mostHits, outcomeOfError, type Outcome } from './target-result.ts';

/** What was seen of one fault while it lasted, by the lines of its agent, and what that comes to where its pod goes. */
export class FaultWitness {
  /** What its agent counted last; undefined where it did not. */
  hits: number | undefined;
  /** What it put there and until when; undefined where it did not say so. */
  applied: Readonly<{ at: string; endsAt: string; steps: readonly string[] }> | undefined;
  #appliedMs = 0;

  see(sight: Sight): void {
    if (sight.event === 'applied' && this.applied === undefined) {
      this.applied = sight;
      this.#appliedMs = performance.now();
    }
    if (sight.event !== 'effect') return;
    const { hits, level } = sight.effect;
    // A level is what it was last; packets only become more.
    this.hits = level === undefined ? mostHits(this.hits, hits) : hits;
  }

  /** With the pod went its network namespace, and the fault in it; what it did is known only as far as it was told. */
  ofGone(why: string, told: LastWords): Outcome {
    if (this.applied === undefined) return notSeen(`${why}, ${BEFORE[told.is]}`, told);
    const agoMs = told.is === 'everything' ? told.endedMs : 0;
    const inEffectMs = Math.max(0, Math.round(performance.now() - agoMs - this.#appliedMs));
    const known = { mended: true, end: 'gone', inEffectMs } as const;
    // A count of nothing may be seconds old; one of something is the least it was.
    if (this.hits !== undefined && this.hits > 0) return hitOrMissed({ hits: this.hits, ...known });
    const lasted = `it was in effect for about ${(inEffectMs / 1_000).toFixed(1)} s`;
    const message = `${why} while the fault lasted: ${lasted}, and nobody counted what it hit`;
    return { outcome: 'unknown', ...known, error: { code: 'CHAOS_UNKNOWN_EFFECT', message } };
  }

  /** What an agent that nobody waits for has put there; it goes by itself if the agent lives. */
  mayBeLeft(): string {
    if (this.applied === undefined) return '';
    const { steps, endsAt } = this.applied;
    return `; may be left: ${steps.join(', ')}, which the agent itself is to remove at ${endsAt}`;
  }
}

function notSeen(message: string, { is }: LastWords): Outcome {
  switch (is) {
    case 'everything':
      return outcomeOfError(new ChaosError('CHAOS_AGENT_NOT_STARTED', message));
    case 'nothing':
      return { ...GONE, outcome: 'failed', error: { code: 'CHAOS_AGENT_NOT_STARTED', message } };
    case 'something':
      return { ...GONE, outcome: 'unknown', error: { code: 'CHAOS_UNKNOWN_EFFECT', message } };
  }
}

const GONE = { mended: true, end: 'gone' } as const;

const BEFORE: Readonly<Record<LastWords['is'], string>> = {
  everything: 'before the fault was in place',
  something: 'and nobody knows whether the fault was in place',
  nothing: 'and its agent was not seen to run',
};
