import type { V1Container, V1Pod } from '@kubernetes/client-node';
import { PLAN_LIMIT_MS, SET_UP_LIMIT_MS, UNDO_LIMIT_MS } from '../../agent/limits.ts';
import { AGENT_CONTAINER_PREFIX, NODE_FOLDER_VARIABLE, type AgentSpec } from '../../agent/spec.ts';
import { REHEARSAL_LIMIT_MS } from '../../faults/flush/rehearsal-files.ts';
import { agentProgram } from '../agent-container.ts';
import { UNPRIVILEGED_CONTEXT } from '../agent-rights.ts';
import { CHECK_CONTAINER, podOnNode } from '../check-pod.ts';

/**
 * The folder of the node in which snapshots outlive the pod that took them. In /run, which a node has in memory: it is
 * gone when the rules are, and no snapshot of one start of a node can be restored in another. A ConfigMap would need rights
 * of the API, hold 1 MiB at most, show the node's rules to whoever may read it, and have to be there before each flush; the
 * log of a pod goes with the pod. A folder needs no right but that of the namespace, which hostNetwork needs as well.
 */
export const NODE_FOLDER = '/run/pod-chaos';

/** The lock of iptables-legacy, which everybody on the node takes; that of nf_tables needs none. */
const LOCK_FILE = '/run/xtables.lock';

/** The container that asks a URL meanwhile. */
export const PROBE_CONTAINER = 'probe';

/** What an agent may take beside the duration of its fault, in ms: its own limits, and a little for the node. */
export const NODE_BESIDES_MS: number =
  REHEARSAL_LIMIT_MS + PLAN_LIMIT_MS + SET_UP_LIMIT_MS + UNDO_LIMIT_MS + 15_000;

/** How long an agent that is told to end may take, in seconds: more than undoing does. */
const GRACE_SECONDS = 60;

/** Where such a pod runs. */
export type NodePodOptions = Readonly<{
  name: string;
  namespace: string;
  node: string;
  image: string;
  netRaw: boolean;
  /** The kubelet ends it after this, even if nobody deletes it, in ms. */
  limitMs: number;
}>;

/** A URL that is asked by the pod, as the node reaches it. */
export type NodeProbe = Readonly<{ url: string; ratePerSecond: number }>;

/** The pod that flushes its node, in the node's own network. */
export function flushPod(spec: AgentSpec, options: NodePodOptions, probe: NodeProbe | undefined): V1Pod {
  const agent = agentContainer(`${AGENT_CONTAINER_PREFIX}${spec.run}`, spec, options, true);
  // Before the agent, as a kubelet starts containers in order.
  return nodePod(options, probe === undefined ? [agent] : [probeContainer(probe, options), agent], true);
}

/** The pod that looks at a node, or ends what flushes have left there. */
export function lookPod(spec: AgentSpec, options: NodePodOptions): V1Pod {
  return nodePod(options, [agentContainer(CHECK_CONTAINER, spec, options, true)], true);
}

/** The pod that rehearses: with a network of its own, as every pod has, and the folder with the snapshot. */
export function rehearsalPod(spec: AgentSpec, options: NodePodOptions): V1Pod {
  return nodePod(options, [agentContainer(CHECK_CONTAINER, spec, options, false)], false);
}

function nodePod(options: NodePodOptions, containers: V1Container[], hostNetwork: boolean): V1Pod {
  const lock = { name: 'lock', hostPath: { path: LOCK_FILE, type: 'FileOrCreate' } };
  const folder = { name: 'snapshots', hostPath: { path: NODE_FOLDER, type: 'DirectoryOrCreate' } };
  return podOnNode(options, {
    terminationGracePeriodSeconds: GRACE_SECONDS,
    containers,
    ...(hostNetwork ? { hostNetwork, dnsPolicy: 'ClusterFirstWithHostNet' } : {}),
    volumes: hostNetwork ? [folder, lock] : [folder],
  });
}

function agentContainer(
  name: string,
  spec: AgentSpec,
  { image, netRaw }: NodePodOptions,
  withLock: boolean,
): V1Container {
  const program = agentProgram(spec, image, netRaw);
  const lock = withLock ? [{ name: 'XTABLES_LOCKFILE', value: LOCK_FILE }] : [];
  return {
    name,
    ...program,
    env: [...program.env, { name: NODE_FOLDER_VARIABLE, value: NODE_FOLDER }, ...lock],
    volumeMounts: [
      { name: 'snapshots', mountPath: NODE_FOLDER },
      ...(withLock ? [{ name: 'lock', mountPath: LOCK_FILE }] : []),
    ],
  };
}

/** Has no right at all, and ends by itself when nobody ends it. */
function probeContainer({ url, ratePerSecond }: NodeProbe, { image, limitMs }: NodePodOptions): V1Container {
  const words = [
    '--rate',
    String(ratePerSecond),
    '--connections',
    'new',
    '--duration',
    `${limitMs}ms`,
    '--json',
  ];
  return {
    name: PROBE_CONTAINER,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['pod-chaos', 'probe', url, ...words],
    securityContext: UNPRIVILEGED_CONTEXT,
  };
}
