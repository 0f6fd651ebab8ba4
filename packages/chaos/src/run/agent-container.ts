import type { V1EphemeralContainer, V1Pod, V1SecurityContext } from '@kubernetes/client-node';
import { AGENT_COMMAND, AGENT_CONTAINER_PREFIX, AGENT_SPEC_VARIABLE, type AgentSpec } from '../agent/spec.ts';

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
  const { name, image = DEFAULT_AGENT_IMAGE, targetContainer, netRaw } = options;
  return {
    name,
    ...agentProgram(spec, image, netRaw),
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

/** The order as JSON without `$`: Kubernetes replaces `$(NAME)` and `$$` in values of variables. */
function orderText(spec: AgentSpec): string {
  return JSON.stringify(spec).replaceAll('$', String.raw`\u0024`);
}

function rightsOf({ fault }: AgentSpec, netRaw: boolean): V1SecurityContext {
  const network = netRaw ? ['NET_ADMIN', 'NET_RAW'] : ['NET_ADMIN'];
  return {
    runAsUser: 0,
    runAsGroup: 0,
    runAsNonRoot: false,
    capabilities: { drop: ['ALL'], add: fault?.kind === 'signal' ? ['KILL'] : network },
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}
