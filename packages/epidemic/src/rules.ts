import type { Condition, Podder } from './epidemic.ts';
import type { EpidemicEvent } from './events.ts';
import type { PodSight } from './observation.ts';
import type { Report } from './report.ts';

const NOTHING: readonly EpidemicEvent[] = Object.freeze([]);

/** A podder after an observation, and what happened to it. */
export type Step = Readonly<{ podder: Podder; events: readonly EpidemicEvent[] }>;

/**
 * A podder after its present container told how it is, as a pure function. Two sources disagree at times, the watch and the podders
 * themselves: nobody gets well but by a restart.
 */
export function afterReport(podder: Podder, report: Report): Step {
  const events: EpidemicEvent[] = [];
  return { podder: hear(podder, report, events), events };
}

/**
 * A podder after its pod was seen, for the first time where it was not known before; with the last words of the container that
 * ended last, where it left some.
 */
export function afterSight(before: Podder | undefined, pod: PodSight, lastWords: Report | undefined): Step {
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
    node: '',
    owner: '',
    labels: '',
  };
  const { lastEnd } = pod;
  if (lastEnd !== undefined && lastEnd.containerId !== podder.endedContainerId) {
    // The end of the container that is known may have been missed, and this be that of the one after it.
    const who = lastEnd.containerId === podder.containerId ? podder : stopped(podder);
    // Its last words may tell of an infection that nobody asked about in time.
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
    node: pod.node ?? known.node,
    owner: pod.owner ?? known.owner,
    labels: pod.labels ?? known.labels,
  };
  return { podder: next, events };
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

function conditionOf(pod: PodSight, known: Podder, isSame: boolean): Condition {
  if (pod.over) return 'ended';
  if (pod.waitingReason === 'CrashLoopBackOff') return 'waiting';
  if (pod.containerId === undefined) return 'starting';
  // Whoever was susceptible or worse stays so in the same container, whatever its readiness.
  if (isSame && known.condition !== 'starting') return known.condition;
  return pod.ready ? 'susceptible' : 'starting';
}

function changeEvents(pod: PodSight, condition: Condition): readonly EpidemicEvent[] {
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

/** Whether nothing of a podder has changed. */
export function isEqual(one: Podder, other: Podder): boolean {
  return (Object.keys(one) as (keyof Podder)[]).every((field) => one[field] === other[field]);
}
