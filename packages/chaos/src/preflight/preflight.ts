import { usageError } from '../errors.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import type { RequestFaultSpec } from '../faults/requests/spec.ts';
import type { NetworkFaultSpec } from '../faults/network/spec.ts';
import type { PodNetworkFaultSpec } from '../faults/pod-network.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { checkNodes, type NodeCheck } from '../run/kernel-check.ts';
import { INJECT_TIMEOUT_MS } from '../run/run-fault.ts';
import { lookForTargets } from '../targets/find.ts';
import type { TargetOptions } from '../targets/options.ts';
import { countReasons } from '../targets/select.ts';
import type { Selection, Target } from '../targets/target.ts';
import { checkAdmission } from './admission.ts';
import { checkBarePods } from './bare-pods.ts';
import { checkBudgets } from './budgets.ts';
import {
  podCount,
  possible,
  PREFLIGHT_FAULTS,
  USUAL_FAULTS,
  type Finding,
  type PreflightFault,
} from './check.ts';
import { checkPermissions, checkWayPermissions, createAskAccess } from './check-permissions.ts';
import { joinWays, type ContainerWays } from './container-ways.ts';
import { checkInPods } from './in-pod.ts';
import { checkOwnNetwork, hasOwnNetwork } from './own-network.ts';
import { checkOnNodes } from './on-node.ts';
import { checkPodSecurity } from './pod-security.ts';
import { checkCpuLimits, checkMemoryLimits, checkVolumes } from './resource-limits.ts';
import { judgeEphemeralContainers, judgeExec, judgeServed, readServed } from './served.ts';
import { checkServiceMesh } from './service-mesh.ts';

/** What is asked about. */
export type PreflightOptions = Readonly<{
  /** At least one. */
  namespaces: readonly string[];
  /** Who would be hit; options are looked up, and nobody found is an answer. */
  targets: Selection | TargetOptions;
  /** Default all but `flush`. */
  faults?: readonly PreflightFault[];
  /** Which nodes a flush would be of. */
  nodes?: readonly string[];
  /** The network fault that is meant; default: a delay on eth0. */
  fault?: NetworkFaultSpec;
  /** Tries the network fault for a moment in a pod of its own on each node; needs create and delete on pods. Default false. */
  nodeCheck?: boolean;
  /** Puts an agent that only looks into each pod; it stays listed there. Default false. */
  inPod?: boolean;
  /** Image of the agent. */
  image?: string | undefined;
  /** How long such an agent may take to start, in ms, default 60,000. */
  injectTimeoutMs?: number | undefined;
}>;

/** Whether one fault is possible, and why. */
export type FaultPreflight = Readonly<{
  fault: PreflightFault;
  possible: 'yes' | 'no' | 'unknown';
  findings: readonly Finding[];
}>;

/** What was found out beforehand. */
export type PreflightReport = Readonly<{
  server: string;
  /** Of the API server. */
  version: string | undefined;
  namespaces: readonly string[];
  /** How many pods were looked at. */
  pods: number;
  faults: readonly FaultPreflight[];
}>;

const NO_TRAFFIC_LEFT_OUT: NetworkFaultSpec['scope'] = {
  direction: 'out',
  peers: [],
  hosts: [],
  remotePorts: [],
  localPorts: [],
  except: [],
};

const USUAL_BURN: FaultSpec = { kind: 'burn', cores: 1, percent: 50 };

const USUAL_FILL: FaultSpec = { kind: 'fill-memory', amount: { bytes: 1_048_576 } };

const USUAL_FAULT: NetworkFaultSpec = {
  kind: 'network',
  interface: 'eth0',
  scope: NO_TRAFFIC_LEFT_OUT,
  effect: { do: 'netem', netem: { delay: { timeUs: 100_000 } } },
};

/** A fault of requests, whose port and effect matter to nothing that is asked. */
const USUAL_REQUEST_FAULT: RequestFaultSpec = {
  kind: 'requests',
  interface: 'eth0',
  port: 80,
  calls: 'http',
  match: { methods: [], paths: [], headers: [], excludedPaths: [] },
  effect: { delay: { averageMs: 100, variationMs: 0 } },
  except: [],
};

/**
 * Finds out for each fault whether it is possible, and why not, without changing anything; with `nodeCheck` or `inPod`
 * agents that only look stay listed in their pods.
 * @throws {ChaosError} CHAOS_USAGE; what listing pods came to
 */
export async function preflight(
  kube: Kubernetes,
  options: PreflightOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<PreflightReport> {
  const { namespaces, faults = USUAL_FAULTS } = options;
  if (namespaces.length === 0) throw usageError('expected at least one namespace, got none');
  const unknown = faults.find((fault) => !PREFLIGHT_FAULTS.includes(fault));
  if (unknown !== undefined) {
    throw usageError(`expected faults ${PREFLIGHT_FAULTS.join(', ')}, got ${JSON.stringify(unknown)}`);
  }
  const selection =
    'chosen' in options.targets ? options.targets : await lookForTargets(kube, options.targets, { signal });
  const targets = selection.chosen;
  const served = await readServed(kube, signal);
  const ask = createAskAccess(kube, signal);
  const { fault: networkFault = USUAL_FAULT, image } = options;

  const version = typeof served === 'string' ? undefined : served.version;

  const admission = (fault: FaultSpec, among: readonly Target[] = targets): Promise<Finding[]> =>
    checkAdmission(kube, among, { fault, image, signal });

  const everywhere = new Set([...namespaces, ...targets.map(({ namespace }) => namespace)]);

  async function waysIn(namespace: string): Promise<ContainerWays> {
    const here = targets.filter((target) => target.namespace === namespace);
    return {
      exec: [judgeExec(served, here), ...(await checkWayPermissions(ask, namespace, 'exec', version))],
      agent: [
        judgeEphemeralContainers(served),
        ...(await checkWayPermissions(ask, namespace, 'agent', version)),
        ...(await checkPodSecurity(kube, [namespace], 'KILL', here, signal)),
        ...(await admission({ kind: 'signal', signal: 'SIGTERM' }, here)),
      ],
    };
  }

  const ofFault: Readonly<Record<PreflightFault, () => Promise<Finding[]>>> = {
    delete: async () => checkBarePods(targets),
    schedule: async () => checkBarePods(targets),
    reap: async () => checkBarePods(targets),
    evict: async () => [
      judgeServed(served, 'eviction'),
      ...(await checkBudgets(kube, targets, signal)),
      ...checkBarePods(targets),
    ],
    container: async () => joinWays(await Promise.all([...everywhere].map(waysIn))),
    network: () => inNetwork(networkFault),
    slow: () => ofRequests(),
    fail: () => ofRequests(),
    toxic: () => ofRequests(),
    burn: async () => [
      judgeEphemeralContainers(served),
      ...(await checkPodSecurity(kube, namespaces, 'none', targets, signal)),
      ...(await admission(USUAL_BURN)),
      ...checkCpuLimits(targets),
    ],
    fill: async () => [
      judgeEphemeralContainers(served),
      ...(await checkPodSecurity(kube, namespaces, 'none', targets, signal)),
      ...forDisk(await checkPodSecurity(kube, namespaces, 'DAC_OVERRIDE', targets, signal)),
      ...(await admission(USUAL_FILL)),
      ...checkMemoryLimits(targets),
      ...checkVolumes(targets),
    ],
    flush: async () => [
      ...(await checkPodSecurity(kube, namespaces, 'hostNetwork', [], signal)),
      ...(await checkOnNodes(kube, {
        nodes: options.nodes ?? [],
        namespaces,
        nodeCheck: options.nodeCheck === true,
        image,
        injectTimeoutMs: options.injectTimeoutMs,
        signal,
      })),
    ],
  };

  async function inNetwork(fault: PodNetworkFaultSpec): Promise<Finding[]> {
    return [
      judgeEphemeralContainers(served),
      ...(await checkPodSecurity(kube, namespaces, 'NET_ADMIN', targets, signal)),
      ...(await admission(fault)),
      ...checkOwnNetwork(targets),
      ...checkServiceMesh(targets),
      ...(await nodes(fault)),
    ];
  }

  let requests: Promise<Finding[]> | undefined;

  /** All of a proxy need the same: it is looked for once, as each agent that looks stays listed in its pod. */
  function ofRequests(): Promise<Finding[]> {
    return (requests ??= inNetwork(USUAL_REQUEST_FAULT));
  }

  async function nodes(fault: PodNetworkFaultSpec): Promise<Finding[]> {
    const own = targets.filter((target) => hasOwnNetwork(target));
    const found = options.nodeCheck === true ? await findNodes(own, fault) : [];
    if (options.inPod === true) {
      const injectTimeoutMs = options.injectTimeoutMs ?? INJECT_TIMEOUT_MS;
      found.push(...(await checkInPods(kube, own, { fault, image, injectTimeoutMs, signal })));
    }
    if (found.length > 0) return found;
    const what = fault.kind === 'network' ? 'kernel and qdiscs were' : 'the kernel was';
    const why = `${what} not looked at: that needs a pod on each node, or an agent in each pod`;
    return [{ check: 'node', answer: 'unknown', why, harmless: true }];
  }

  async function findNodes(own: readonly Target[], fault: PodNetworkFaultSpec): Promise<Finding[]> {
    const { injectTimeoutMs } = options;
    const checks = await checkNodes(kube, own, fault, { image, injectTimeoutMs }, signal);
    return checks.map((check) => judgeNode(check, fault));
  }

  const results: FaultPreflight[] = [];
  for (const fault of faults) {
    const findings = [
      ...(fault === 'flush' ? [] : [checkTargets(selection)]),
      ...(await checkPermissions(ask, namespaces, fault, options.nodeCheck === true)),
      // What the ways to a container need is asked with them.
      ...(targets.length > 0 || fault === 'container' || fault === 'flush' ? await ofFault[fault]() : []),
    ];
    results.push({ fault, possible: possible(findings), findings });
  }
  return {
    server: kube.server,
    version,
    namespaces,
    pods: targets.length,
    faults: results,
  };
}

function checkTargets({ chosen, passedOver }: Selection): Finding {
  const [most] = countReasons(passedOver);
  const others = most === undefined ? '' : `; ${passedOver.length} passed over, most because: ${most.why}`;
  if (chosen.length === 0) return { check: 'targets', answer: 'no', why: `no pod to hit${others}` };
  return { check: 'targets', answer: 'yes', why: `${podCount(chosen.length)} to hit${others}` };
}

/** A file in a volume needs a right that memory does not; what speaks against it leaves memory possible. */
function forDisk(findings: readonly Finding[]): Finding[] {
  return findings.flatMap((finding) =>
    finding.answer === 'no' ? [{ ...finding, answer: 'warning', why: `for --disk: ${finding.why}` }] : [],
  );
}

/** Without netem packets can still be dropped, which another fault would ask for. */
function judgeNode(nodeCheck: NodeCheck, fault: PodNetworkFaultSpec): Finding {
  const { node, answer } = nodeCheck;
  if (answer === 'yes') return { check: 'node', answer, why: `node ${node} can do it` };
  const why = `node ${node}: ${nodeCheck.why}`;
  const isNetem = fault.kind === 'network' && fault.effect.do === 'netem';
  if (answer === 'unknown' || !isNetem) return { check: 'node', answer, why };
  return { check: 'node', answer: 'warning', why: `${why}; packets can be dropped there, not delayed` };
}
