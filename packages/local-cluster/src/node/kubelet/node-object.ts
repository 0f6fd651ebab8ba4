import { apiTime, type KubeNode } from '@pod-contagion/api-server/objects';
import type { KubeletVersion } from '@pod-contagion/lifecycle';
import type { Amounts } from './resource-field-ref.ts';

/** What a kubelet says that it is, by the rules that it follows. */
const KUBELET_VERSIONS: Readonly<Record<KubeletVersion, string>> = { '1.36': 'v1.36.2', '1.20': 'v1.20.2' };

/** What runs containers here. */
const RUNTIME_VERSION = 'local://0.1.0';

/** Of which machine a Node speaks; all of it read by whoever makes the kubelet. */
export type Machine = Readonly<{
  cpus: number;
  memoryBytes: number;
  /** As Node.js names them: `x64`, `linux`. */
  architecture: string;
  platform: string;
  kernelVersion: string;
  osImage: string;
  machineId: string;
  bootId: string;
}>;

/** What a Node says of itself. */
export type NodeFacts = Readonly<{
  name: string;
  ip: string;
  machine: Machine;
  /** Whose rules its kubelet follows. */
  version: KubeletVersion;
  capacity: Amounts;
}>;

/** The names of Go for the architectures that differ from those of Node.js. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', arm64: 'arm64' };

/** The conditions of a Node that is well. Source: pkg/kubelet/nodestatus/setters.go. */
const CONDITIONS = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

/** What a node has for pods. */
export function capacityOf({ cpus, memoryBytes }: Machine, maxPods: number): Amounts {
  return { cpu: String(cpus), memory: `${Math.floor(memoryBytes / 1024)}Ki`, pods: String(maxPods) };
}

/** The Node that a kubelet registers. Source: pkg/kubelet/kubelet_node_status.go (`initialNode`). */
export function nodeObject(name: string, machine: Machine): KubeNode {
  const os = machine.platform;
  const arch = architecture(machine);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': arch,
        'beta.kubernetes.io/os': os,
        'kubernetes.io/arch': arch,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': os,
      },
    },
    spec: {},
  };
}

/** The status of a Node at `nowMs`; `old` is the one before, whose conditions keep the times of their changes. */
export function nodeStatus(
  { name, ip, machine, version, capacity }: NodeFacts,
  old: KubeNode['status'],
  nowMs: number,
): NonNullable<KubeNode['status']> {
  const now = apiTime(nowMs);
  return {
    addresses: [
      { type: 'InternalIP', address: ip },
      { type: 'Hostname', address: name },
    ],
    capacity: { ...capacity },
    allocatable: { ...capacity },
    conditions: CONDITIONS.map(([type, status, reason, message]) => ({
      type,
      status,
      lastHeartbeatTime: now,
      lastTransitionTime:
        old?.conditions?.find((condition) => condition.type === type)?.lastTransitionTime ?? now,
      reason,
      message,
    })),
    nodeInfo: {
      architecture: architecture(machine),
      bootID: machine.bootId,
      containerRuntimeVersion: RUNTIME_VERSION,
      kernelVersion: machine.kernelVersion,
      kubeProxyVersion: '',
      kubeletVersion: KUBELET_VERSIONS[version],
      machineID: machine.machineId,
      operatingSystem: machine.platform,
      osImage: machine.osImage,
      systemUUID: machine.machineId,
    },
  };
}

function architecture(machine: Machine): string {
  return ARCHITECTURES[machine.architecture] ?? machine.architecture;
}
