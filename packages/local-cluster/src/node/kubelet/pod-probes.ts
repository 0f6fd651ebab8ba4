import type { ProbeKind } from '@pod-contagion/lifecycle';
import type { Probe } from '@pod-contagion/api-server/objects';
import type { Health } from './container-status.ts';
import type { KubeletContext } from './context.ts';
import type { PodState } from './pod-state.ts';
import { createContainerProbe, type ContainerProbe } from './probe-worker.ts';
import { reachOf } from './reach.ts';
import { prepareProbe } from './run-probe.ts';
import { seenRunning, subjectOf, type Instance, type Slot } from './slot.ts';

/** All probes of one pod, and what they amount to. */
export type PodProbes = Readonly<{
  healthOf: (slot: Slot) => Health;
  /** Runs the readiness probes of what runs and is not ready, without waiting for their ticks. */
  triggerUnready: () => void;
  /** Ends the probes that kill; readiness is probed until the end. */
  stopKilling: () => void;
  stop: () => void;
}>;

/** What a pod does about its probes. */
export type ProbeConsequences = Readonly<{
  /** A container has become ready or unready, or has passed its startup probe. */
  onHealthChange: () => void;
  /** A container is to be killed. */
  onDoomed: () => void;
}>;

/** In the order in which a kubelet makes them. Source: pkg/kubelet/prober/prober_manager.go (`AddPod`). */
const KINDS = ['startup', 'readiness', 'liveness'] as const;

const TITLES: Readonly<Record<ProbeKind, string>> = {
  startup: 'Startup',
  readiness: 'Readiness',
  liveness: 'Liveness',
};

type ProbesOfSlot = Partial<Record<ProbeKind, ContainerProbe>>;

/** Starts the probes of a pod. Source: pkg/kubelet/prober/prober_manager.go. */
export function createPodProbes(
  context: KubeletContext,
  state: PodState,
  { onHealthChange, onDoomed }: ProbeConsequences,
): PodProbes {
  const { clock, rules, random, recorder, probers, startedAtMs: kubeletStartedAtMs, nodeIp } = context;
  const bySlot = new Map<Slot, ProbesOfSlot>();

  const hasStarted = (slot: Slot, instance: Instance): boolean =>
    bySlot.get(slot)?.startup?.isPassing(instance) ?? true;

  const isReady = (slot: Slot, instance: Instance): boolean =>
    hasStarted(slot, instance) && (bySlot.get(slot)?.readiness?.isPassing(instance) ?? true);

  const create = (slot: Slot, kind: ProbeKind, probe: Probe): ContainerProbe =>
    createContainerProbe({
      kind,
      probe,
      slot,
      clock,
      ticker: { rules, kubeletStartedAtMs, random },
      hasStarted: (instance) =>
        kind !== 'startup' ? hasStarted(slot, instance) : isPassingStartup(slot, instance),
      prepare: (of, container, { process }) =>
        process === undefined
          ? undefined
          : prepareProbe(of, container, process, reachOf(state.address, nodeIp), probers),
      onProbe: ({ passed, output, warning, errored }) => {
        if (passed && warning !== true) return;
        const [reason, what] = passed
          ? ['ProbeWarning', 'warning']
          : ['Unhealthy', errored === true ? 'errored and resulted in unknown state' : 'failed'];
        recorder.record(
          subjectOf(state.pod, slot),
          'Warning',
          reason,
          `${TITLES[kind]} probe ${what}: ${output}`,
        );
      },
      onResult: (instance, passing) => {
        if (kind !== 'readiness' && !passing) {
          slot.doomed = { id: instance.id, by: kind };
          onDoomed();
        } else if (kind !== 'liveness') {
          if (isReady(slot, instance)) slot.releaseStart?.();
          onHealthChange();
        }
      },
    });

  const isPassingStartup = (slot: Slot, instance: Instance): boolean =>
    bySlot.get(slot)?.startup?.isPassing(instance) ?? false;

  for (const slot of state.slots) {
    if (slot.kind !== 'regular' && slot.kind !== 'sidecar') continue;
    const probes: ProbesOfSlot = {};
    bySlot.set(slot, probes);
    for (const kind of KINDS) {
      const probe = slot.spec[`${kind}Probe`];
      if (probe !== undefined && isKnown(probe)) probes[kind] = create(slot, kind, probe);
    }
  }

  const all = (): ContainerProbe[] => [...bySlot.values()].flatMap((probes) => Object.values(probes));

  return {
    healthOf: (slot) => {
      const instance = seenRunning(slot);
      if (slot.kind === 'init') {
        return { started: false, ready: slot.seen?.isEndSeen === true && slot.seen.end?.exitCode === 0 };
      }
      if (instance === undefined || slot.kind === 'ephemeral') return { started: false, ready: false };
      const isBeingStopped = slot.hurry !== undefined || instance.end !== undefined;
      const isDoomed = slot.doomed?.id === instance.id && isBeingStopped;
      return {
        started: hasStarted(slot, instance),
        // Nor is it where another was started in its place that is not seen yet.
        ready: isReady(slot, instance) && !isDoomed && instance === slot.current,
      };
    },
    triggerUnready: () => {
      for (const [slot, { readiness }] of bySlot) {
        const instance = seenRunning(slot);
        if (readiness === undefined || instance === undefined) continue;
        if (hasStarted(slot, instance) && !readiness.isPassing(instance)) readiness.trigger();
      }
    },
    stopKilling: () => {
      for (const probe of all()) if (probe.kind !== 'readiness') probe.stop();
    },
    stop: () => {
      for (const probe of all()) probe.stop();
    },
  };
}

/** Says whether a probe is of a kind that is run here; a container counts as having no other. */
function isKnown({ exec, httpGet, tcpSocket }: Probe): boolean {
  return exec !== undefined || httpGet !== undefined || tcpSocket !== undefined;
}
