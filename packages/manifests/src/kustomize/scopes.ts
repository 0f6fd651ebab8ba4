import { isRecord } from '@pod-contagion/notations';
import type { KubeObject } from '../reading/objects.ts';
import { groupOf } from './resource.ts';

/** Kubernetes' own kinds that belong to no namespace, by group. */
const CLUSTER_SCOPED: Readonly<Record<string, readonly string[]>> = {
  '': ['ComponentStatus', 'Namespace', 'Node', 'NodeProxyOptions', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'networking.k8s.io': ['IngressClass', 'IPAddress', 'ServiceCIDR'],
  'node.k8s.io': ['RuntimeClass'],
  policy: ['PodSecurityPolicy'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'resource.k8s.io': ['DeviceClass', 'DeviceTaintRule', 'ResourceSlice'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
  'storagemigration.k8s.io': ['StorageVersionMigration'],
};

/**
 * Tells which objects belong to no namespace: kinds of Kubernetes itself, and those that a CustomResourceDefinition among
 * the resources says so of. Kustomize knows the first alone, up to Kubernetes 1.21, and gives the others a namespace that
 * an API server drops.
 */
export class Scopes {
  readonly #defined = new Set<string>();

  /** Takes note of an object that was read: it may define a kind. */
  add({ kind, apiVersion, spec }: KubeObject): void {
    if (kind !== 'CustomResourceDefinition' || groupOf(apiVersion) !== 'apiextensions.k8s.io') return;
    if (!isRecord(spec) || spec['scope'] !== 'Cluster' || !isRecord(spec['names'])) return;
    this.#defined.add(`${String(spec['group'])} ${String(spec['names']['kind'])}`);
  }

  /** Says whether an object belongs to no namespace. */
  isClusterScoped({ apiVersion, kind }: KubeObject): boolean {
    const group = groupOf(apiVersion);
    const known = Object.hasOwn(CLUSTER_SCOPED, group) ? CLUSTER_SCOPED[group] : undefined;
    return known?.includes(kind) === true || this.#defined.has(`${group} ${kind}`);
  }
}
