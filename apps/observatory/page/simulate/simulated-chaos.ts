import type { ChaosRun } from '@pod-contagion/observatory';
import type { Action, Amount, Done } from '@pod-contagion/simulator';
import { durationText } from './duration.ts';

/** More than these are not marked: one that is repeated each second would hide the curve, and be looked for again with each. */
export const MOST_RUNS = 500;

type Run = { -readonly [Field in keyof ChaosRun]: ChaosRun[Field] };

/** What is done to a simulation from outside, in the form of the chaos toolkit's runs, so that it is marked as those of a cluster are. */
export class SimulatedChaos {
  readonly #startMs: number;
  readonly #open: { readonly action: Action; readonly run: Run }[] = [];
  readonly #changed = new Set<Run>();
  #deleted: string[] = [];
  #seen = 0;
  #count = 0;

  /** Virtual time begins at `startMs`. */
  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  /** Learns what an engine says was done so far. To be called before the next pod is deleted: those before it are whom it was done to. */
  learn(done: readonly Done[]): void {
    for (; this.#seen < done.length; this.#seen++) {
      const each = done[this.#seen]!;
      if (each.isEnd) this.#end(each);
      else this.#begin(each);
    }
  }

  /** Notes a pod that was deleted, from inside or from outside. */
  noteDeleted(name: string): void {
    this.#deleted.push(name);
  }

  /** What has changed since it was last asked. */
  take(): readonly ChaosRun[] {
    const changed = Array.from(this.#changed, (run) => ({ ...run }));
    this.#changed.clear();
    this.#deleted = [];
    return changed;
  }

  #begin({ action, atMs, pods }: Done): void {
    if (this.#count >= MOST_RUNS) return;
    const fromMs = this.#startMs + atMs;
    const lasts = action.type !== 'kill' && action.type !== 'scale';
    // Only of those that were deleted an engine says which.
    const names = action.type === 'kill' && pods > 0 ? this.#deleted.slice(-pods) : [];
    const run: Run = {
      id: `simulated-${this.#count++}`,
      fault: action.type,
      fromMs,
      untilMs: lasts ? null : fromMs,
      pods: names,
      text: textOf(action, pods, names),
    };
    if (lasts) this.#open.push({ action, run });
    this.#changed.add(run);
  }

  /** What began first ends first: for how long is a part of the action. */
  #end({ action, atMs }: Done): void {
    const place = this.#open.findIndex((each) => each.action === action);
    const { run } = this.#open[place] ?? {};
    if (run === undefined) return;
    this.#open.splice(place, 1);
    run.untilMs = this.#startMs + atMs;
    this.#changed.add(run);
  }
}

/** In the words of the command line. */
function textOf(action: Action, pods: number, names: readonly string[]): string {
  const whom = `${pods} ${pods === 1 ? 'pod' : 'pods'}`;
  switch (action.type) {
    case 'kill':
      if ('pods' in action.amount) return `${names.join(', ') || 'nobody'} is deleted`;
      return `kill ${amountOf(action.amount)}: ${whom}`;
    case 'disconnect':
      return `disconnect ${amountOf(action.amount)}: ${whom}`;
    case 'delay':
      return `delay ${[...new Set(action.delayMs)].map(durationText).join('..')}`;
    case 'loss':
      return `loss ${Math.round(1e8 * action.share) / 1e6}%`;
    case 'scale':
      return `scale ${action.pods}: ${whom}`;
    case 'close-service':
      return 'close-service';
  }
}

function amountOf(amount: Amount): string {
  if ('pods' in amount) return `${amount.pods.length}`;
  return 'count' in amount ? `${amount.count}` : `${amount.percent}%`;
}
