import { CODE, type Frame, type Snapshot } from '@pod-contagion/observatory';
import { emptySnapshot } from '@pod-contagion/observatory/snapshots';
import {
  checkTime,
  createModel,
  MAX_UNTIL_MS,
  parseIntervention,
  placesOf,
  SimulatorError,
  Storyteller,
  type Intervention,
  type Model,
  type Story,
} from '@pod-contagion/simulator';
import { courseOf, theoryOf, type Theory } from '@pod-contagion/simulator/statistics';
import { formatDuration, parseDurationMs } from '@pod-contagion/notations';
import { MOST_INFECTIONS, type SimulationPlan } from './plan.ts';
import { SimulatedChaos } from './simulated-chaos.ts';
import { SIMULATED_LABELS, SimulatedPods } from './simulated-pods.ts';

/** Frames come as often as of a cluster, in ms of virtual time, but for long runs: of those there are as many at most. */
const FRAME_MS = 100;
const MOST_FRAMES = 6_000;

/** Pods of a node where nobody said: the kubelet's `maxPods`. */
const NODE_PODS = 110;

/**
 * The model of a run, which is told of until the time of its plan.
 * @throws {SimulatorError} SIMULATOR_SETTING, SIMULATOR_INTERVENTION
 */
function modelUntil(plan: SimulationPlan): Model {
  const { untilMs } = plan;
  if (untilMs > MAX_UNTIL_MS) {
    throw new SimulatorError(
      'SIMULATOR_SETTING',
      `until: expected at most ${formatDuration(MAX_UNTIL_MS)}, got ${formatDuration(untilMs)}`,
    );
  }
  const model = modelOf(plan);
  checkTime(model, untilMs);
  return model;
}

/**
 * The model of a plan.
 * @throws {SimulatorError} SIMULATOR_SETTING, SIMULATOR_INTERVENTION
 */
export function modelOf({ settings, interventions, shots = [] }: SimulationPlan): Model {
  const read = [
    ...interventions.map((text) => parseIntervention(text, parseDurationMs)),
    ...shots.map(({ atMs, pod }): Intervention => ({
      moment: { atMs },
      action: { type: 'kill', amount: { pods: [pod] } },
    })),
  ];
  return createModel(read.length === 0 ? settings : { ...settings, interventions: read });
}

/** One simulation as a page follows a cluster: what there is at first, then what changes, in virtual time. */
export class SimulatedRun {
  readonly #plan: SimulationPlan;
  readonly #model: Model;
  readonly #pods: SimulatedPods;
  readonly #chaos: SimulatedChaos;
  readonly #epoch: string;
  readonly #startMs: number;
  #story: Story | undefined;

  /**
   * Virtual time begins at `startMs`; `epoch` tells this run from any other.
   * @throws {SimulatorError} SIMULATOR_SETTING, SIMULATOR_INTERVENTION
   */
  constructor(plan: SimulationPlan, epoch: string, startMs: number) {
    const model = modelUntil(plan);
    const { nodes } = model;
    this.#plan = plan;
    this.#model = model;
    this.#epoch = epoch;
    this.#startMs = startMs;
    this.#chaos = new SimulatedChaos(startMs);
    this.#pods = new SimulatedPods(Math.min(model.pods, placesOf(model)), (place) =>
      nodes === undefined ? `node-${1 + Math.floor(place / NODE_PODS)}` : `node-${1 + (place % nodes.count)}`,
    );
  }

  /** What it came to, once all frames were given. */
  get story(): Story | undefined {
    return this.#story;
  }

  /** What formulas say of it. */
  get theory(): Theory {
    return theoryOf(courseOf(this.#model));
  }

  /** All well, before the first sneeze. */
  snapshot(): Snapshot {
    const rows = this.#pods.rows();
    const status = {
      state: 'live',
      ageMs: 0,
      message: null,
      trouble: null,
      asked: rows.length,
      missed: 0,
    } as const;
    return {
      ...emptySnapshot(
        { kind: 'simulation', name: `seed ${this.#plan.seed}`, namespace: '', selector: '' },
        { epoch: this.#epoch, t: this.#startMs, status },
      ),
      strains: strainNames(this.#plan.outbreak.strains ?? 1),
      labelSets: [SIMULATED_LABELS],
      pods: {
        first: 0,
        uid: rows.map(([, uid]) => uid),
        name: rows.map(([, , name]) => name),
        node: rows.map(([, , , node]) => node),
        owner: rows.map(([, , , , owner]) => owner),
        labels: rows.map(() => 0),
        condition: rows.map(() => CODE.susceptible),
        ready: rows.map(() => 1),
        restarts: rows.map(() => 0),
      },
    };
  }

  /** What changes, until it has been followed long enough or there are too many infections. How often frames come changes nothing. */
  *frames(): Generator<Frame, void> {
    const { seed, outbreak, untilMs } = this.#plan;
    const stepMs = Math.max(FRAME_MS, Math.ceil(untilMs / MOST_FRAMES / FRAME_MS) * FRAME_MS);
    const teller = new Storyteller(this.#model, (event, atMs, place, other) => {
      this.#chaos.learn(teller.engine.done);
      if (event === 'deleted') this.#chaos.noteDeleted(this.#pods.nameOf(place));
      this.#pods.hear(event, atMs, place, other);
    });
    const steps = teller.steps(seed, outbreak, untilMs, stepMs);
    for (let n = 1; ;) {
      const step = steps.next();
      if (step.done === true) {
        this.#story = step.value;
        return;
      }
      this.#chaos.learn(teller.engine.done);
      const frame = this.#frame(n, step.value);
      if (frame !== undefined) {
        n++;
        yield frame;
      }
      if (this.#pods.infections > MOST_INFECTIONS) return;
    }
  }

  #frame(n: number, nowMs: number): Frame | undefined {
    const { pods, labels, changed, infections, courses } = this.#pods.take(nowMs);
    const runs = this.#chaos.take();
    if (changed.length === 0 && infections.length === 0 && runs.length === 0) return undefined;
    return {
      n,
      t: this.#startMs + nowMs,
      ...(pods.length === 0 ? {} : { pods, labels }),
      i: changed.map(({ pod }) => pod),
      c: changed.map(({ condition }) => condition),
      y: changed.map(({ ready }) => ready),
      r: changed.map(({ restarts }) => restarts),
      ...(infections.length === 0 ? {} : { inf: infections }),
      ...(courses.length === 0 ? {} : { course: courses }),
      ...(runs.length === 0 ? {} : { runs }),
    };
  }
}

function strainNames(strains: number): readonly string[] {
  return strains === 1
    ? ['simulated']
    : Array.from({ length: strains }, (_, strain) => `simulated-${strain + 1}`);
}
