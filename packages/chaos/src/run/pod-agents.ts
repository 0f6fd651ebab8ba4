import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { AgentReport } from '../agent/lines.ts';
import { RUN_PATTERN } from '../agent/run-pattern.ts';
import { AGENT_CONTAINER_PREFIX, AGENT_SPEC_VARIABLE, type AgentSpec } from '../agent/spec.ts';
import { containerStatus } from '../targets/pod-containers.ts';
import { readReport } from './read-report.ts';

/** Where an agent's container is in its life. */
export type AgentState =
  | Readonly<{ is: 'waiting'; reason: string; message: string }>
  | Readonly<{ is: 'running'; startedAt: Date | undefined }>
  | Readonly<{
      is: 'ended';
      startedAt: Date | undefined;
      finishedAt: Date | undefined;
      report: AgentReport | undefined;
      /** As Kubernetes has it: `exit code 137 (OOMKilled)`. */
      how: string;
    }>;

/** An agent in a pod, as the pod tells of it. */
export type PodAgent = Readonly<{ container: string; image: string; spec: AgentSpec; state: AgentState }>;

/** All agents of the toolkit that a pod has or had; one that was made for a fault of its node has it from the beginning. */
export function agentsOf(pod: V1Pod): readonly PodAgent[] {
  const { containers = [], ephemeralContainers = [] } = pod.spec ?? {};
  return [...containers, ...ephemeralContainers].flatMap((container) => {
    if (!container.name.startsWith(AGENT_CONTAINER_PREFIX)) return [];
    const text = container.env?.find(({ name }) => name === AGENT_SPEC_VARIABLE)?.value;
    const spec = readSpec(text);
    if (spec === undefined) return [];
    const state = agentState(pod, container.name, spec.run);
    return [{ container: container.name, image: container.image ?? '', spec, state }];
  });
}

/** Where one container of a pod is in its life, whichever list of statuses it is in. */
export function agentState(pod: V1Pod, container: string, run: string): AgentState {
  return stateOf(containerStatus(pod, container), run);
}

function stateOf(status: V1ContainerStatus | undefined, run: string): AgentState {
  const { running, terminated, waiting } = status?.state ?? {};
  if (terminated !== undefined) {
    const { exitCode, reason, message } = terminated;
    return {
      is: 'ended',
      startedAt: terminated.startedAt,
      finishedAt: terminated.finishedAt,
      report: readReport(message, run),
      how: `exit code ${exitCode}${reason === undefined ? '' : ` (${reason})`}`,
    };
  }
  if (running !== undefined) return { is: 'running', startedAt: running.startedAt };
  return { is: 'waiting', reason: waiting?.reason ?? '', message: waiting?.message ?? '' };
}

/** The order of an agent as it stands in the pod; undefined for one that is none of ours. */
function readSpec(text: string | undefined): AgentSpec | undefined {
  try {
    const spec = JSON.parse(text ?? '') as Partial<AgentSpec>;
    const isOurs =
      spec.version === 1 &&
      RUN_PATTERN.test(spec.run ?? '') &&
      (spec.order === 'fault' || spec.order === 'check' || spec.order === 'end');
    return isOurs ? (spec as AgentSpec) : undefined;
  } catch {
    return undefined;
  }
}
