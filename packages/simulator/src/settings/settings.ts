import type { KubeletVersion } from '@pod-contagion/lifecycle';
import type { Intervention } from '../engine/intervention.ts';
import type { Death, MachineTimes } from '../engine/model.ts';
import type { ProfileName } from './profiles.ts';

/** What is said of an experiment; times are whole milliseconds. */
type Experiment = {
  /** How many podders, 1 to 10,000,000. */
  pods: number;
  /** From the infection to the first symptom; default 10,000. */
  symptomDelayMs: number;
  /** From the first symptom to failing probes; default 500. */
  healthDelayMs: number;
  /** From one sneeze to the next, at least 1; default 500. */
  sneezeIntervalMs: number;
  /** How often liveness is probed; default 1,000. */
  livenessPeriodMs: number;
  /** Failures in a row that kill; default 3. */
  livenessFailureThreshold: number;
  /** How often readiness is probed; default 1,000. 0 is no such probe: unready is then who is killed. */
  readinessPeriodMs: number;
  /** Failures in a row that take a podder out of the Service; default 3. */
  readinessFailureThreshold: number;
  /** How often the startup probe is tried; default 1,000. 0 is no such probe. */
  startupPeriodMs: number;
  /** Failures in a row after which a start has failed, which no start may come to; default 60. */
  startupFailureThreshold: number;
  /** The longest a podder has to end once it is told to; at least 2,000 counts; default 2,000. */
  terminationGraceMs: number;
  /** How long a podder that is started waits at most before it listens; default 0. */
  startJitterMs: number;
  /** Sneezes in a row that nobody takes after which a life sneezes no more, to 255; default 0, which is never. */
  sneezeBreaker: number;
  /** How an end becomes a new beginning; default `restart`. */
  death: Death;
  /** The machine whose own times hold; default `generic`. */
  profile: ProfileName;
  /** Whose rules hold; default: that of the profile. */
  kubeletVersion: KubeletVersion;
  /** The longest CrashLoopBackOff, 1,000 to 300,000; default 300,000. Not in 1.20. */
  maxBackoffMs: number;
  /** Feature gate ReduceDefaultCrashLoopBackOffDecay; default off. Not in 1.20. */
  reducedDecay: boolean;
  /** Feature gate RestartAllContainersOnContainerExits, and podders use it; default off. Not in 1.20. */
  restartAllContainers: boolean;
  /** Pods behind the same Service which nothing infects: they take sneezes and don't pass them on; default 0. */
  immune: number;
  /** Whether who was ill before takes sneezes and is not infected again; default: it is. Not with death `replace`. */
  learnsImmunity: boolean;
  /** Until when a starter is behind the Service as well, with its face closed; default: there is none. */
  starterUntilMs: number;
  /** On how many nodes the podders are; default: on as many that starts don't wait for each other. */
  nodes: number;
  /** The most pods of a node, with `nodes`; those that are too many stay Pending. Default 110, the kubelet's. */
  nodePods: number;
  /** Processors that starts on one node share, with `nodes`; default 2. */
  nodeCores: number;
  /** Time of a processor that a start takes before what `startMs` says, with `nodes`; default 300. */
  startWorkMs: number;
  /** What is done to it from outside, such as kills; default: nothing. */
  interventions: readonly Intervention[];
};

type AllSettings = Readonly<Experiment & MachineTimes>;

/**
 * An experiment as one writes it down, as JSON for instance: all may be left out but `pods`. What is left out is as in the
 * repository's Deployment; any of the machine's own times takes the place of the profile's.
 */
export type SimulationSettings = Pick<AllSettings, 'pods'> & {
  readonly [Name in Exclude<keyof AllSettings, 'pods'>]?: AllSettings[Name] | undefined;
};

/** Settings that take the place of others; undefined leaves what is there. */
export type SettingChanges = { readonly [Name in SettingName]?: SimulationSettings[Name] | undefined };

/** The name of a setting. */
export type SettingName = keyof SimulationSettings;
