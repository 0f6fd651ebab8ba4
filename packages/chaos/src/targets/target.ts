import type { V1Pod } from '@kubernetes/client-node';
import type { PodName } from '../pod-name.ts';
import type { Lifted } from './lifted.ts';

/** A pod that is to be hit, with what faults need to know of it. */
export type Target = PodName &
  Readonly<{
    /** Name of its node; every target has one. */
    node: string;
    /** Addresses of the node, of one or both families; none where the pod does not tell. */
    nodeIps: readonly string[];
    hostNetwork: boolean;
    ready: boolean;
    /** As `kubectl get` would name the topmost owner known: `Deployment/podder`; undefined for a bare pod. */
    owner: string | undefined;
    pod: V1Pod;
  }>;

/** A pod that was looked at and is not hit, and why: one short sentence. */
export type PassedOver = Readonly<{ pod: PodName; why: string }>;

/** What a choice came to. */
export type Selection = Readonly<{
  /** In the order in which they were drawn. */
  chosen: readonly Target[];
  /** How many qualified, before the amount, the caps and the last ready replicas were looked at. */
  qualifying: number;
  passedOver: readonly PassedOver[];
  /** Pods that are hit only because they are named outright. */
  lifted: readonly Lifted[];
  /** The seed that repeats this choice. */
  seed: string;
}>;
