import type { Action, Amount, Caps, ConditionCount, Done, Intervention, Moment } from './intervention.ts';
import type { Kubelet } from './kubelet.ts';
import type { Network } from './network.ts';
import * as PHASE from './phase.ts';
import { PHASE_BITS, READY } from './pods.ts';
import { PLACE_OF } from './place-of.ts';
import type { Population } from './population.ts';
import { Sequence } from './random.ts';
import type { Shared } from './shared.ts';
import * as COUNT from './count.ts';
import { NEVER } from './wheel.ts';

/** Where its stream of chance begins, beside that of whom sneezes meet. */
const SEED_OFFSET = 0x5be0_cd19;

/** The chaos toolkit's own: packages/chaos/src/targets. */
const DEFAULT_MAX_PERCENT = 50;
/** What a computer may be off by where a percentage is meant to give a whole number. */
const TOLERANCE = 1e-9;

/** Something that has been done and ends by itself. */
type Active = Readonly<{ action: Action; endAtMs: number; pods: readonly number[] }>;

/** Something that is still to be done. */
type Pending = { readonly intervention: Intervention; atMs: number };

/** Does what is done to a simulation from outside, each when its time has come. */
export class Interventions {
  /** When the next is due that is due at a time; NEVER where there is none. */
  nextAt: number = NEVER;
  /** What has been done so far. */
  done: Done[] = [];
  /** How many podders are to be there. */
  #wanted = 0;
  readonly #interventions: readonly Intervention[];
  readonly #atFirst: number;
  readonly #population: Population;
  readonly #kubelet: Kubelet;
  readonly #network: Network;
  readonly #random = new Sequence(0);
  #pending: Pending[] = [];
  #conditional: Intervention[] = [];
  #active: Active[] = [];

  constructor({ model, population, network }: Shared, kubelet: Kubelet) {
    this.#interventions = model.interventions ?? [];
    this.#atFirst = model.pods;
    this.#population = population;
    this.#network = network;
    this.#kubelet = kubelet;
    kubelet.deleteExcess = (count, now) => this.#deleteFirst(count, now);
  }

  /** How many of those that are to be there no node has room for. */
  get pending(): number {
    return Math.max(0, this.#wanted - this.#population.podders);
  }

  /** Begins anew, with nothing done. */
  reset(seed: number): void {
    this.#random.reset(seed ^ SEED_OFFSET);
    this.done = [];
    this.#wanted = this.#atFirst;
    this.#active = [];
    this.#conditional = this.#interventions.filter(({ moment }) => !('atMs' in moment));
    this.#pending = this.#interventions.flatMap((intervention) =>
      'atMs' in intervention.moment ? [{ intervention, atMs: intervention.moment.atMs }] : [],
    );
    this.#settle();
  }

  /** Does all that is due at a time: what ends first, then the others in the order in which they were given. */
  apply(now: number): void {
    for (const active of this.#active.filter(({ endAtMs }) => endAtMs === now)) this.#end(active, now);
    for (const pending of this.#pending.filter(({ atMs }) => atMs === now)) {
      this.#do(pending.intervention.action, now);
      pending.atMs = nextTime(pending.intervention.moment, now);
    }
    this.#pending = this.#pending.filter(({ atMs }) => atMs !== NEVER);
    this.#settle();
  }

  /** Does what waits for a count, if it has come that far. */
  check(now: number): void {
    if (this.#conditional.length === 0) return;
    const due = this.#conditional.filter(({ moment }) => this.#isMet(moment));
    if (due.length === 0) return;
    this.#conditional = this.#conditional.filter((each) => !due.includes(each));
    for (const { action } of due) this.#do(action, now);
    this.#settle();
  }

  #isMet(moment: Moment): boolean {
    if ('atMs' in moment) return false;
    const value = this.#count(moment.count);
    return 'least' in moment ? value >= moment.least : value <= moment.most;
  }

  #count(count: ConditionCount): number {
    const { counts } = this.#population;
    if (count === 'infected') return counts[COUNT.incubating]! + counts[COUNT.symptomatic]!;
    return counts[PLACE_OF[count]]!;
  }

  #do(action: Action, now: number): void {
    const pods = this.#start(action, now);
    this.done.push({ atMs: now, action, pods: pods.length, isEnd: false });
    if (!('forMs' in action) || action.forMs === undefined) {
      if (isState(action)) this.#active.push({ action, endAtMs: NEVER, pods });
    } else {
      this.#active.push({ action, endAtMs: now + action.forMs, pods });
    }
    this.#shape();
  }

  /** Does to pods what an action does to pods; gives them. */
  #start(action: Action, now: number): readonly number[] {
    switch (action.type) {
      case 'kill': {
        const victims = this.#draw(action.amount, action);
        this.#kubelet.replace(victims, now);
        return victims;
      }
      case 'disconnect': {
        const victims = this.#draw(action.amount, action);
        this.#network.cut(victims);
        return victims;
      }
      case 'scale':
        return this.#scale(action.pods, now);
      default:
        return [];
    }
  }

  #end(active: Active, now: number): void {
    this.#active = this.#active.filter((each) => each !== active);
    if (active.action.type === 'disconnect') this.#network.mend(active.pods);
    this.done.push({ atMs: now, action: active.action, pods: active.pods.length, isEnd: true });
    this.#shape();
  }

  /** Of several that are active the last one holds. */
  #shape(): void {
    let delayMs: readonly [number, number] = [0, 0];
    let loss = 0;
    let isClosed = false;
    for (const { action } of this.#active) {
      if (action.type === 'delay') delayMs = action.delayMs;
      else if (action.type === 'loss') loss = action.share;
      else if (action.type === 'close-service') isClosed = true;
    }
    this.#network.delay = delayMs;
    this.#network.loss = loss;
    this.#network.isClosed = isClosed;
  }

  /** Draws pods from those that there are, within the caps. */
  #draw(
    amount: Amount,
    { maxPercent = DEFAULT_MAX_PERCENT, allowLastReady = false }: Caps,
  ): readonly number[] {
    const { podders, state } = this.#population;
    const isThere = (pod: number): boolean => (state[pod]! & PHASE_BITS) !== PHASE.gone;
    if ('pods' in amount) return amount.pods.filter((pod) => pod < podders && isThere(pod));
    const present = Array.from({ length: podders }, (_, pod) => pod).filter(isThere);
    const all = present.length;
    const wanted =
      'count' in amount ? Math.min(amount.count, all) : Math.ceil((amount.percent * all) / 100 - TOLERANCE);
    const cap = maxPercent >= 100 ? all : Math.max(1, Math.floor((maxPercent * all) / 100 + TOLERANCE));
    let readyLeft = allowLastReady ? NEVER : this.#population.counts[COUNT.ready]!;
    const chosen: number[] = [];
    for (let taken = 0; taken < all && chosen.length < Math.min(wanted, cap); taken++) {
      const place = taken + this.#random.below(all - taken);
      const pod = present[place]!;
      present[place] = present[taken]!;
      const isReady = (state[pod]! & READY) !== 0;
      if (isReady && readyLeft <= 1) continue;
      if (isReady) readyLeft--;
      chosen.push(pod);
    }
    return chosen;
  }

  /** Makes pods, or deletes them as a ReplicaSet does; gives those that are new or no more. */
  #scale(wanted: number, now: number): readonly number[] {
    const { podders, present, state } = this.#population;
    this.#wanted = wanted;
    const most = Math.min(wanted, podders);
    const isMadeLater = this.#kubelet.want(most, now);
    if (most <= present) return this.#deleteFirst(present - most, now);
    const pods = Array.from({ length: podders }, (_, pod) => pod);
    const made = pods.filter((pod) => (state[pod]! & PHASE_BITS) === PHASE.gone).slice(0, most - present);
    if (!isMadeLater) this.#kubelet.add(made, now);
    return made;
  }

  /** Deletes as many pods, and gives them. */
  #deleteFirst(count: number, now: number): readonly number[] {
    const pods = Array.from({ length: this.#population.podders }, (_, pod) => pod);
    const gone = this.#inOrderOfDeletion(pods).slice(0, count);
    for (const pod of gone) this.#kubelet.delete(pod, now);
    return gone;
  }

  /**
   * Those that are not ready go first, then those that were restarted more often, then any. Source: ActivePodsWithRanks of
   * pkg/controller/controller_utils.go, where how long a pod has been ready comes before its restarts, in powers of two.
   */
  #inOrderOfDeletion(pods: readonly number[]): readonly number[] {
    const { state } = this.#population;
    const rank = (pod: number): number =>
      (state[pod]! & READY) === 0 ? -NEVER : this.#population.bornIn(pod) - this.#population.livesOf(pod);
    return pods
      .filter((pod) => (state[pod]! & PHASE_BITS) !== PHASE.gone)
      .map((pod) => ({ pod, rank: rank(pod), lot: this.#random.next() }))
      .toSorted((one, other) => one.rank - other.rank || one.lot - other.lot || one.pod - other.pod)
      .map(({ pod }) => pod);
  }

  #settle(): void {
    this.nextAt = NEVER;
    for (const { atMs } of this.#pending) this.nextAt = Math.min(this.nextAt, atMs);
    for (const { endAtMs } of this.#active) this.nextAt = Math.min(this.nextAt, endAtMs);
  }
}

/** Whether an action puts the network into a state that lasts. */
function isState({ type }: Action): boolean {
  return type === 'delay' || type === 'loss' || type === 'close-service' || type === 'disconnect';
}

function nextTime(moment: Moment, now: number): number {
  return 'atMs' in moment && moment.everyMs !== undefined ? now + moment.everyMs : NEVER;
}
