import type { KubeletRules } from '@pod-contagion/lifecycle';
import type { Intervention } from './intervention.ts';

/** A time of the machine's own, drawn evenly from both ends: whole milliseconds, 0 to 2^20. */
export type Range = readonly [leastMs: number, mostMs: number];

/** A probe's timing. */
export type ProbeTiming = Readonly<{ periodMs: number; failureThreshold: number }>;

/** How a pod's end becomes a new beginning. */
export type Death =
  /** The kubelet kills and restarts the container. */
  | 'restart'
  /** The pod is deleted and its ReplicaSet makes another one: no back-off. */
  | 'replace'
  /** The container ends by itself once its probes would fail. */
  | 'exit';

/** The machine's own times, which no manifest says. */
export type MachineTimes = Readonly<{
  /** From the probe that kills to the end of the container. */
  killMs: Range;
  /** From the kubelet's decision to a podder that answers. */
  startMs: Range;
  /** From the podder's first answer, and that of its startup probe where it has one, to being ready. */
  readyMs: Range;
  /** From readiness to the Service proxy that hears of it. */
  endpointMs: Range;
  /** The least time between two syncs of the Service proxy. */
  syncMs: number;
  /** From the first symptom to the first sneeze. */
  firstSneezeMs: Range;
  /** Where pods are replaced: from the end of a container to the deletion of its pod by whoever does that. */
  reapMs: Range;
  /**
   * From the deletion of a pod to the kubelet that starts the container of the new one, but for the times of the ReplicaSet and the
   * scheduler that follow.
   */
  replaceMs: Range;
  /** From the beginning of a batch of the ReplicaSet, which makes pods in batches of 1, 2, 4 ..., to a pod of it that is made. */
  createMs: Range;
  /** How many pods the ReplicaSet makes a second once it has made one and a half times as many; 0: as many as there are to make. */
  createsPerSecond: number;
  /** How long the scheduler takes for each pod, one after another. */
  scheduleMs: number;
  /** How far apart the probes of pods are, as a share of their period: 0 in step, 1 anywhere. */
  probeSpread: number;
  /** The chance that a kubelet knows of no exited status when a container has ended, and so doubles no back-off. */
  unknownEndProbability: number;
}>;

/** The nodes that pods are spread over, where starts wait for each other. */
export type Nodes = Readonly<{
  /** How many there are. */
  count: number;
  /** The most pods of one; those that are too many stay Pending. */
  capacity: number;
  /** Processors that starts on one node share. */
  cores: number;
  /** Time of a processor that a start takes before what `startMs` says, at least 1. */
  startWorkMs: number;
}>;

/** All that decides the course of one simulation, but for its seed. Times are whole milliseconds. */
export type Model = Readonly<{
  pods: number;
  symptomDelayMs: number;
  healthDelayMs: number;
  sneezeIntervalMs: number;
  liveness: ProbeTiming;
  /** Its period is 0 where there is no such probe: then a podder is unready only once it is killed. */
  readiness: ProbeTiming;
  /** 0 where there is no startup probe. */
  startupPeriodMs: number;
  /** After how many failures in a row of the startup probe a container is killed that has never passed it; 3 where it is not said. */
  startupFailureThreshold?: number;
  /** How long a podder that is started waits at most before it listens; default 0. */
  startJitterMs?: number;
  /** Sneezes in a row that nobody takes after which a life sneezes no more, 1 to 255; default: none are enough. */
  sneezeBreaker?: number;
  death: Death;
  rules: KubeletRules;
  machine: MachineTimes;
  /** Pods behind the same Service which nothing infects; default 0. They take sneezes and don't pass them on. */
  immune?: number;
  /** Whether who was ill before takes sneezes and is not infected again; default: it is. */
  learnsImmunity?: boolean;
  /**
   * Until when a starter is behind the Service as well, with its face closed; without it there is none. What it sneezes is an
   * outbreak's.
   */
  starterUntilMs?: number;
  /** Default: as many as it takes for starts not to wait for each other. */
  nodes?: Nodes;
  /** What is done to it from outside. */
  interventions?: readonly Intervention[];
}>;
