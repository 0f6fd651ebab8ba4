import type { V1EphemeralContainer, V1Pod } from '@kubernetes/client-node';
import {
  AGENT_COMMAND,
  AGENT_CONTAINER_PREFIX,
  AGENT_SPEC_VARIABLE,
  POD_UID_VARIABLE,
  type AgentSpec,
} from '../agent/spec.ts';
import { volumePath, VOLUMES_VARIABLE, volumesValue } from '../faults/resources/volumes.ts';
import { rightsOf } from './agent-rights.ts';

/** The image of the agent where none is named. */
export const DEFAULT_AGENT_IMAGE = 'pod-contagion:chaos';

/** How an agent is put into a pod. */
export type AgentContainerOptions = Readonly<{
  name: string;
  image?: string | undefined;
  /** Name of the container whose processes it sees; for `signal` faults. */
  targetContainer?: string | undefined;
  /** Whether a network agent gets NET_RAW as well, for iptables-legacy where the kernel has no nf_tables. */
  netRaw?: boolean | undefined;
  /** Volumes of the pod that it finds, where a file of a fault is, or may be. */
  volumes?: readonly string[] | undefined;
}>;

/**
 * A name for a further agent in a pod: `pod-chaos-RUN`, then `pod-chaos-RUN-2` and so on. An ephemeral container is
 * never removed, so a name is used once; it must differ from those of all containers.
 */
export function agentName(pod: V1Pod, run: string): string {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const taken = new Set([...initContainers, ...containers, ...ephemeralContainers].map(({ name }) => name));
  const first = `${AGENT_CONTAINER_PREFIX}${run}`;
  let name = first;
  for (let count = 2; taken.has(name); count += 1) name = `${first}-${count}`;
  return name;
}

/** The ephemeral container of an agent, with no right but the one its order needs. */
export function agentContainer(spec: AgentSpec, options: AgentContainerOptions): V1EphemeralContainer {
  const { name, image = DEFAULT_AGENT_IMAGE, targetContainer, netRaw, volumes = [] } = options;
  const program = agentProgram(spec, image, netRaw);
  return {
    name,
    ...program,
    ...(volumes.length === 0
      ? {}
      : {
          env: [...program.env, { name: VOLUMES_VARIABLE, value: volumesValue(volumes) }],
          volumeMounts: volumes.map((volume) => ({ name: volume, mountPath: volumePath(volume) })),
        }),
    ...(targetContainer === undefined ? {} : { targetContainerName: targetContainer }),
  };
}

/** What the container of an agent has in an ephemeral container and in a pod of its own alike. */
export function agentProgram(
  spec: AgentSpec,
  image: string,
  netRaw = false,
): Required<
  Pick<
    V1EphemeralContainer,
    'image' | 'imagePullPolicy' | 'command' | 'env' | 'securityContext' | 'terminationMessagePolicy'
  >
> {
  return {
    image,
    imagePullPolicy: 'IfNotPresent',
    command: [AGENT_COMMAND],
    env: [
      { name: AGENT_SPEC_VARIABLE, value: orderText(spec) },
      { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: POD_UID_VARIABLE, valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
      { name: 'NODE_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
    ],
    securityContext: rightsOf(spec, netRaw),
    terminationMessagePolicy: 'File',
  };
}

/** Whether an agent of ours in this pod has NET_RAW: whoever ends its fault needs that, too. */
export function hasNetRaw({ spec }: V1Pod): boolean {
  return (spec?.ephemeralContainers ?? []).some(
    ({ name, securityContext }) =>
      name.startsWith(AGENT_CONTAINER_PREFIX) &&
      securityContext?.capabilities?.add?.includes('NET_RAW') === true,
  );
}

/** Volumes in which agents of ours in this pod have had a file. */
export function volumesOfAgents({ spec }: V1Pod): readonly string[] {
  const names = (spec?.ephemeralContainers ?? [])
    .filter(({ name }) => name.startsWith(AGENT_CONTAINER_PREFIX))
    .flatMap(({ volumeMounts = [] }) => volumeMounts)
    .filter(({ name, mountPath }) => mountPath === volumePath(name))
    .map(({ name }) => name);
  return [...new Set(names)];
}

/** The order as JSON without `$`: Kubernetes replaces `$(NAME)` and `$$` in values of variables. */
function orderText(spec: AgentSpec): string {
  return JSON.stringify(spec).replaceAll('$', String.raw`\u0024`);
}
