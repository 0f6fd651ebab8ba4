import { withPodders, type Condition, type Epidemic, type Podder } from './epidemic.ts';
import type { EpidemicEvent } from './events.ts';
import type { PodFacts } from './pod-facts.ts';
import { readReport, type Report } from './report.ts';

/** What is learned: a pod changed, a pod is gone, a podder told how it is. */
export type Observation =
  | Readonly<{ type: 'pod'; pod: PodFacts }>
  | Readonly<{ type: 'gone'; uid: string }>
  | Readonly<{ type: 'report'; uid: string; containerId: string; report: Report }>;

/** The epidemic after an observation, and what happened. */
export type Step = Readonly<{ epidemic: Epidemic; events: readonly EpidemicEvent[] }>;

const NOTHING: readonly EpidemicEvent[] = Object.freeze([]);

/**
 * The epidemic as a pure function of what is observed. Two sources disagree at times, the watch and the podders
 * themselves: a report counts only for the container it was asked of, and nobody gets well but by a restart.
 */
export function reduce(epidemic: Epidemic, observation: Observation): Step {
  switch (observation.type) {
    case 'pod':
      return observePod(epidemic, observation.pod);
    case 'gone': {
      const podder = epidemic.podders.get(observation.uid);
      if (podder === undefined) return { epidemic, events: NOTHING };
      const podders = new Map(epidemic.podders);
      podders.delete(observation.uid);
      return {
        epidemic: withPodders(podders, epidemic),
        events: [{ event: 'deleted', pod: podder.name }],
      };
    }
    case 'report': {
      const podder = epidemic.podders.get(observation.uid);
      if (podder === undefined || podder.containerId !== observation.containerId) {
        return { epidemic, events: NOTHING };
      }
      const events: EpidemicEvent[] = [];
      const next = hear(podder, observation.report, events);
      return settle(epidemic, podder, next, events);
    }
  }
}

function observePod(epidemic: Epidemic, pod: PodFacts): Step {
  const before = epidemic.podders.get(pod.uid);
  const events: EpidemicEvent[] = before === undefined ? [{ event: 'created', pod: pod.name }] : [];
  let podder: Podder = before ?? {
    uid: pod.uid,
    name: pod.name,
    condition: 'starting',
    ready: false,
    containerId: undefined,
    waitingReason: undefined,
    // What happened before anybody looked is counted, but no event of now.
    restarts: pod.restarts,
    endedContainerId: pod.lastEnd?.containerId,
    strain: null,
    generation: null,
    from: null,
  };
  const { lastEnd } = pod;
  if (lastEnd !== undefined && lastEnd.containerId !== podder.endedContainerId) {
    // Its last words may tell of an infection that nobody asked about in time.
    const lastWords = readReport(lastEnd.message ?? '');
    // The end of the container that is known may have been missed, and this be that of the one after it.
    const who = lastEnd.containerId === podder.containerId ? podder : stopped(podder);
    if (lastWords !== undefined) podder = hear(who, lastWords, events);
    const { exitCode, reason } = lastEnd;
    if (!pod.over) events.push({ event: 'killed', pod: pod.name, exitCode, reason });
    podder = { ...stopped(podder), endedContainerId: lastEnd.containerId };
  }
  if (pod.restarts > podder.restarts) {
    events.push({ event: 'restarted', pod: pod.name, podRestarts: pod.restarts });
  }
  const isSame = podder.containerId !== undefined && podder.containerId === pod.containerId;
  const known = isSame ? podder : healthy(podder);
  const condition = conditionOf(pod, known, isSame);
  if (condition !== podder.condition) events.push(...changeEvents(pod, condition));
  const next: Podder = {
    ...known,
    condition,
    ready: pod.ready,
    containerId: pod.containerId,
    waitingReason: pod.waitingReason,
    restarts: pod.restarts,
  };
  return settle(epidemic, before, next, events);
}

/** What a podder tells; only what makes it more ill than it was known to be is news. */
function hear(podder: Podder, report: Report, events: EpidemicEvent[]): Podder {
  const { state, strain, generation, from } = report;
  const { condition, name } = podder;
  const wasInfected = condition === 'incubating' || condition === 'symptomatic';
  if (state === 'susceptible') {
    if (condition !== 'starting' || podder.containerId === undefined) return podder;
    events.push({ event: 'susceptible', pod: name });
    return { ...podder, condition: 'susceptible' };
  }
  if (condition === 'symptomatic' || condition === state) return podder;
  if (!wasInfected) events.push({ event: 'infected', pod: name, from, generation, strain });
  if (state === 'symptomatic') events.push({ event: 'symptomatic', pod: name });
  return { ...podder, condition: state, strain, generation, from };
}

function healthy(podder: Podder): Podder {
  return { ...podder, strain: null, generation: null, from: null };
}

function stopped(podder: Podder): Podder {
  return { ...healthy(podder), condition: 'starting', containerId: undefined };
}

function conditionOf(pod: PodFacts, known: Podder, isSame: boolean): Condition {
  if (pod.over) return 'ended';
  if (pod.waitingReason === 'CrashLoopBackOff') return 'waiting';
  if (pod.containerId === undefined) return 'starting';
  // Whoever was susceptible or worse stays so in the same container, whatever its readiness.
  if (isSame && known.condition !== 'starting') return known.condition;
  return pod.ready ? 'susceptible' : 'starting';
}

function changeEvents(pod: PodFacts, condition: Condition): readonly EpidemicEvent[] {
  if (condition === 'susceptible' || condition === 'ended' || condition === 'starting') {
    return [{ event: condition, pod: pod.name }];
  }
  if (condition !== 'waiting') return NOTHING;
  const seconds = /^back-off (?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)? /.exec(pod.waitingMessage ?? '');
  return [{ event: 'back-off', pod: pod.name, seconds: seconds && secondsOf(seconds) }];
}

/** `5m0s`, as Go writes durations, in seconds. */
function secondsOf([, hours = '0', minutes = '0', seconds = '0']: readonly (string | undefined)[]): number {
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}

function settle(
  epidemic: Epidemic,
  before: Podder | undefined,
  podder: Podder,
  events: readonly EpidemicEvent[],
): Step {
  if (before !== undefined && events.length === 0 && isEqual(before, podder)) {
    return { epidemic, events: NOTHING };
  }
  const infected = events.filter((each) => each.event === 'infected');
  const generations = infected.reduce(
    (highest, { generation }) => Math.max(highest, generation ?? 0),
    epidemic.generations,
  );
  const podders = new Map(epidemic.podders).set(podder.uid, podder);
  return {
    epidemic: withPodders(podders, { generations, infections: epidemic.infections + infected.length }),
    events,
  };
}

function isEqual(one: Podder, other: Podder): boolean {
  return (Object.keys(one) as (keyof Podder)[]).every((field) => one[field] === other[field]);
}
