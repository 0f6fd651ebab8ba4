import type { PodEvent } from '../../protocol/details.ts';
import type { ChaosRun } from '../../protocol/snapshot.ts';
import { MAX_RUNS, SAME_RUN_MS } from '../limits.ts';

/** Who writes the Events of the toolkit. */
const COMPONENT = 'pod-chaos';

/** What is over as soon as it is done, by the reason of its Event. */
const AT_ONCE: Readonly<Record<string, string>> = {
  PodChaosKilled: 'kill',
  PodChaosEvicted: 'evict',
  PodChaosSignalled: 'signal',
};

type Run = { -readonly [Field in keyof ChaosRun]: ChaosRun[Field] } & {
  /** Pods that have not been told to be well again. */
  open: Set<string>;
  /** When the fault is over at the latest. */
  dueMs: number;
};

/** Runs of the chaos toolkit, put together from the Events that it leaves on pods: one fault on several pods is one run. */
export class ChaosRuns {
  readonly #runs: Run[] = [];
  readonly #seen = new Set<string>();
  readonly #changed = new Set<Run>();
  #count = 0;

  get all(): readonly ChaosRun[] {
    return this.#runs.map(plain);
  }

  get hasChanged(): boolean {
    return this.#changed.size > 0;
  }

  /** Learns an Event; any other than those of the toolkit, and one that is known, is none of its business. */
  learn(event: PodEvent): void {
    if (event.component !== COMPONENT || this.#seen.has(event.id)) return;
    this.#seen.add(event.id);
    const { reason, pod, t, message } = event;
    const fault = AT_ONCE[reason];
    if (fault !== undefined) this.#begin({ fault, text: message, fromMs: t, pod, dueMs: t, isOver: true });
    else if (reason === 'PodChaosFaultApplied') {
      const [, until = '', text = message] = /^Until (\S+): (.*)$/s.exec(message) ?? [];
      const dueMs = Date.parse(until);
      this.#begin({
        fault: text.split(/[\s,]/)[0] ?? '',
        text: message,
        fromMs: t,
        pod,
        dueMs: Number.isNaN(dueMs) ? Infinity : dueMs,
        isOver: false,
      });
    } else if (reason === 'PodChaosFaultEnded' || reason === 'PodChaosFaultLeft') this.#end(pod, t);
  }

  /** What has changed since it was taken last; faults whose time is over have ended. */
  take(nowMs: number): readonly ChaosRun[] {
    for (const run of this.#runs) {
      if (run.untilMs !== null || run.dueMs > nowMs) continue;
      run.untilMs = run.dueMs;
      run.open.clear();
      this.#changed.add(run);
    }
    const changed = [...this.#changed].map(plain);
    this.#changed.clear();
    return changed;
  }

  #begin(
    begun: Readonly<{
      fault: string;
      text: string;
      fromMs: number;
      pod: string;
      dueMs: number;
      isOver: boolean;
    }>,
  ): void {
    const { fault, text, fromMs, pod, dueMs, isOver } = begun;
    const same = this.#runs.findLast(
      (run) =>
        run.fault === fault &&
        (isOver || sameSteps(run.text, text)) &&
        Math.abs(run.fromMs - fromMs) <= SAME_RUN_MS,
    );
    const run = same ?? {
      id: `${fromMs}-${this.#count++}`,
      fault,
      fromMs,
      untilMs: isOver ? fromMs : null,
      pods: [],
      text,
      open: new Set<string>(),
      dueMs,
    };
    if (same === undefined) this.#runs.push(run);
    run.pods = [...new Set([...run.pods, pod])];
    run.dueMs = Math.max(run.dueMs, dueMs);
    if (!isOver) {
      run.open.add(pod);
      run.untilMs = null;
    }
    this.#changed.add(run);
    if (this.#runs.length > MAX_RUNS) this.#runs.shift();
  }

  #end(pod: string, atMs: number): void {
    const run = this.#runs.findLast(({ open }) => open.has(pod));
    if (run === undefined) return;
    run.open.delete(pod);
    if (run.open.size > 0) return;
    run.untilMs = atMs;
    this.#changed.add(run);
  }
}

/** The same fault, whenever it is to end. */
function sameSteps(one: string, other: string): boolean {
  return one.replace(/^Until \S+: /, '') === other.replace(/^Until \S+: /, '');
}

function plain({ id, fault, fromMs, untilMs, pods, text }: Run): ChaosRun {
  return { id, fault, fromMs, untilMs, pods, text };
}
