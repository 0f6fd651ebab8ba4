import { containersOf, type KubeObject } from '@pod-contagion/manifests';

/** What a manifest asks of the kubelet, which an API server keeps and an older kubelet passes over without a word. */
export type KubeletNeed = Readonly<{
  /** What is asked for, as the manifest calls it. */
  what: string;
  /** The least minor version of Kubernetes 1 whose kubelets do it with their switches as they come. */
  minor: number;
  /** What happens with an older one. */
  otherwise: string;
}>;

type Rule = Readonly<{ action?: string }>;
type Container = Readonly<{ restartPolicyRules?: readonly Rule[]; startupProbe?: object }>;

/** Source: pkg/features/kube_features.go of Kubernetes 1.36. */
const NEEDS: readonly (KubeletNeed & Readonly<{ isAsked: (container: Container) => boolean }>)[] = [
  {
    what: 'restartPolicyRules with RestartAllContainers',
    minor: 36,
    otherwise: 'whoever ends waits in CrashLoopBackOff as ever',
    isAsked: ({ restartPolicyRules = [] }) =>
      restartPolicyRules.some(({ action }) => action === 'RestartAllContainers'),
  },
  {
    what: 'restartPolicyRules',
    minor: 35,
    otherwise: "containers are restarted by the pod's restartPolicy alone",
    isAsked: ({ restartPolicyRules = [] }) => restartPolicyRules.some(({ action }) => action === 'Restart'),
  },
  {
    what: 'startupProbe',
    minor: 18,
    otherwise: 'liveness is probed from the start, and kills whoever is slow',
    isAsked: ({ startupProbe }) => startupProbe !== undefined,
  },
];

/** What these objects ask of kubelets, each once. */
export function kubeletNeeds(objects: readonly KubeObject[]): readonly KubeletNeed[] {
  const containers = objects.flatMap((object) => containersOf(object) as readonly Container[]);
  return NEEDS.filter(({ isAsked }) => containers.some(isAsked));
}

/** The minor version of Kubernetes 1 in a text such as `v1.36.2+k3s1`; undefined where that is none. */
export function minorOf(version: string): number | undefined {
  const minor = /^v?1\.(\d{1,4})(?:\D|$)/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
