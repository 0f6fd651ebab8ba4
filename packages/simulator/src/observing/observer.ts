import { createRestarts, noteEnd, noteRestart, type Restarts } from '@pod-contagion/lifecycle';
import type { End, Observation, PodSight, Report } from '@pod-contagion/epidemic';
import type { EngineEvent } from '../engine/engine.ts';
import { UNKNOWN_END } from '../engine/listener.ts';
import type { Model } from '../engine/model.ts';
import { placesOf } from '../engine/population.ts';
import { SELF_ENDED_EXIT_CODE } from '../settings/index.ts';

/** A pod as an observer knows it. */
type Known = {
  /** Of which container it is, and of which pod where pods are replaced. */
  life: number;
  /** Its life when this pod began; more than 0 where it has taken the place of another one. */
  born: number;
  restarts: Restarts;
  runs: boolean;
  ready: boolean;
  waitsMs: number;
  lastEnd: End | undefined;
  generation: number;
  strain: string;
};

/** What is known of a pod that is new in a life of its place. */
function newcomer(life: number): Known {
  return {
    life,
    born: life,
    restarts: createRestarts(),
    runs: false,
    ready: false,
    waitsMs: 0,
    lastEnd: undefined,
    generation: 0,
    strain: '',
  };
}

/** Exit code of a podder that SIGTERM ended. */
const TERMINATED = 143;

/**
 * Sees a simulation as a watch on pods and their own reports show a cluster: makes observations for the store of packages/epidemic of
 * what the engine tells. Times are milliseconds of virtual time.
 */
export class Observer {
  readonly #model: Model;
  readonly #strains: readonly string[];
  readonly #pods: Known[];

  constructor(model: Model, strains: readonly string[]) {
    this.#model = model;
    this.#strains = strains;
    this.#pods = Array.from({ length: placesOf(model) }, (_, pod) =>
      // Those that are made later begin as the first of their number.
      pod < model.pods ? { ...newcomer(0), runs: true, ready: true } : newcomer(-1),
    );
  }

  /** All pods as they are before anything has happened: running, ready and susceptible. */
  first(): Observation[] {
    return this.#pods
      .slice(0, this.#model.pods)
      .flatMap((_, pod) => [this.#sight(pod), this.#report(pod, 'susceptible', {})]);
  }

  /** What is seen of an event of the engine. */
  observe(event: EngineEvent, atMs: number, pod: number, other: number): Observation[] {
    const known = this.#pods[pod]!;
    switch (event) {
      case 'exposed': {
        const infector = other < 0 ? undefined : this.#pods[other]!;
        known.generation = (infector?.generation ?? 0) + 1;
        known.strain = infector?.strain ?? this.#strainOf(other);
        const from = other < 0 ? null : this.#name(other);
        return [this.#report(pod, 'incubating', { from, exposedAtMs: atMs })];
      }
      case 'symptomatic':
        return [this.#report(pod, 'symptomatic', { symptomaticAtMs: atMs })];
      case 'ended':
        return this.#ended(pod, known, atMs, other !== UNKNOWN_END);
      case 'waiting':
        known.waitsMs = known.restarts.backoffMs;
        return [this.#sight(pod)];
      case 'restarted':
        noteRestart(known.restarts, atMs, this.#model.rules);
        known.life++;
        known.waitsMs = 0;
        return [this.#sight(pod)];
      case 'up':
        known.runs = true;
        return [this.#sight(pod)];
      case 'deleted':
        return [{ type: 'gone', uid: this.#uid(pod) }];
      case 'created':
        Object.assign(known, { ...newcomer(known.life + 1) });
        return [this.#sight(pod)];
      case 'ready':
      case 'unready':
        known.ready = event === 'ready';
        return [this.#sight(pod)];
    }
  }

  #ended(pod: number, known: Known, atMs: number, isKnown: boolean): Observation[] {
    const { death, rules } = this.#model;
    known.runs = false;
    known.ready = false;
    known.lastEnd = {
      containerId: this.#containerId(pod),
      exitCode: death === 'exit' ? SELF_ENDED_EXIT_CODE : TERMINATED,
      reason: 'Error',
      atMs,
      message: undefined,
    };
    // Where no exited status is found it is as if none was left.
    const found = isKnown ? rules : { ...rules, restartAllContainers: true };
    noteEnd(known.restarts, death === 'exit' ? 'exit' : 'probe', atMs, found);
    return [this.#sight(pod)];
  }

  /** What somebody outside sneezes, by how the engine names them. */
  #strainOf(outsider: number): string {
    return this.#strains[-1 - outsider] ?? '';
  }

  #sight(pod: number): Observation {
    const { runs, ready, waitsMs, restarts, lastEnd } = this.#pods[pod]!;
    const waits = waitsMs > 0;
    const sight: PodSight = {
      uid: this.#uid(pod),
      name: this.#name(pod),
      ready,
      over: false,
      containerId: runs ? this.#containerId(pod) : undefined,
      waitingReason: runs ? undefined : waits ? 'CrashLoopBackOff' : 'ContainerCreating',
      waitingMessage: waits ? `back-off ${waitsMs / 1_000}s restarting failed container=podder` : undefined,
      restarts: restarts.count,
      lastEnd,
    };
    return { type: 'pod', pod: sight };
  }

  #report(pod: number, state: Report['state'], more: Partial<Report>): Observation {
    const isIll = state !== 'susceptible';
    const { generation, strain } = this.#pods[pod]!;
    const report: Report = {
      state,
      strain: isIll ? strain : null,
      generation: isIll ? generation : null,
      from: null,
      ...more,
    };
    return { type: 'report', uid: this.#uid(pod), containerId: this.#containerId(pod), report };
  }

  /** The name of its Deployment and its number, and where it isn't the first of this number its life as well. */
  #name(pod: number): string {
    const { born } = this.#pods[pod]!;
    return born === 0 ? `generic-${pod}` : `generic-${pod}-${born}`;
  }

  #uid(pod: number): string {
    return this.#name(pod);
  }

  #containerId(pod: number): string {
    return `${pod}/${this.#pods[pod]!.life}`;
  }
}
