import type { Nodes } from './model.ts';
import { NEVER } from './wheel.ts';

/** What a computer may be off by where as much work has been done as was to be done, in ms. */
const TOLERANCE = 1e-6;

/** Starts under way on one node. */
type Queue = {
  /** Work that each start which began with the first has had done, in ms; it grows more slowly where they are many. */
  done: number;
  /** Up to when that has been reckoned. */
  atMs: number;
  /** When to look again. */
  lookAtMs: number;
  /** Pods in the order of their coming, and what `done` is when they are through. */
  readonly pods: number[];
  readonly until: number[];
  /** Where the first is that still needs a processor, and the first of which nobody has been told that it is through. */
  working: number;
  first: number;
};

/** How many places of those that are through are kept at least before they are given back. */
const KEPT = 1_024;

/**
 * Starts on nodes whose processors they share: each takes as much work, and where there are more of them than processors all are slowed
 * down alike. So they end in the order in which they began, and one look at a time is enough for all of a node.
 */
export class StartQueue {
  readonly #nodes: Nodes;
  #queues: Queue[] = [];

  constructor(nodes: Nodes) {
    this.#nodes = nodes;
  }

  /** Forgets all. */
  reset(): void {
    this.#queues = Array.from({ length: this.#nodes.count }, () => ({
      done: 0,
      atMs: 0,
      lookAtMs: NEVER,
      pods: [],
      until: [],
      working: 0,
      first: 0,
    }));
  }

  /** The node of a pod: they are spread evenly. */
  nodeOf(pod: number): number {
    return pod % this.#nodes.count;
  }

  /** A start begins; gives when to look at its node, NEVER where that is known already. */
  enter(pod: number, now: number): number {
    const queue = this.#queues[this.nodeOf(pod)]!;
    this.#advance(queue, now);
    queue.pods.push(pod);
    queue.until.push(queue.done + this.#nodes.startWorkMs);
    // More of them are only ever slower: what is due is never earlier than was thought.
    return queue.lookAtMs === NEVER ? this.#next(queue, now) : NEVER;
  }

  /** Looks at a node: gives the pods whose starts are through, and when to look again. */
  look(node: number, now: number): Readonly<{ through: readonly number[]; lookAtMs: number }> {
    const queue = this.#queues[node]!;
    if (queue.lookAtMs !== now) return { through: [], lookAtMs: NEVER };
    this.#advance(queue, now);
    const { first, pods, until } = queue;
    const through = pods.slice(first, queue.working);
    queue.first = queue.working;
    if (queue.first > KEPT && 2 * queue.first > pods.length) {
      pods.splice(0, queue.first);
      until.splice(0, queue.first);
      queue.first = 0;
      queue.working = 0;
    }
    return { through, lookAtMs: this.#next(queue, now) };
  }

  /** Reckons up to now: whoever is through leaves its processor to the others at once, also between two milliseconds. */
  #advance(queue: Queue, now: number): void {
    const { pods, until } = queue;
    for (; queue.working < pods.length; queue.working++) {
      const speed = this.#speed(queue);
      const left = until[queue.working]! - queue.done;
      if (left > (now - queue.atMs) * speed + TOLERANCE) {
        queue.done += (now - queue.atMs) * speed;
        break;
      }
      queue.done += left;
      queue.atMs = Math.min(now, queue.atMs + left / speed);
    }
    queue.atMs = now;
  }

  #next(queue: Queue, now: number): number {
    const until = queue.until[queue.working];
    if (until === undefined) {
      queue.lookAtMs = NEVER;
    } else {
      const leftMs = (until - queue.done) / this.#speed(queue);
      queue.lookAtMs = now + Math.max(1, Math.ceil(leftMs - TOLERANCE));
    }
    return queue.lookAtMs;
  }

  #speed({ pods, working }: Queue): number {
    return Math.min(1, this.#nodes.cores / Math.max(1, pods.length - working));
  }
}
