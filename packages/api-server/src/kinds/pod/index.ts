import type { Pod, PodSpec } from '../../machinery/objects.ts';
import { defineKind, type DeletionRequest, type Kind } from '../../registry/kind.ts';
import { fieldsNotHonoured } from '../not-honoured.ts';
import { addTolerations, admitPod } from './admission.ts';
import { podColumns } from './columns.ts';
import { validateImageBlanks } from './containers.ts';
import { defaultPod } from './defaults.ts';
import { validateEphemeralContainersUpdate } from './ephemeral.ts';
import { qualityOfService } from './quality-of-service.ts';
import { validateNewPodSpec, validatePodSpec } from './spec.ts';
import { validatePodUpdate } from './update.ts';
import { ipWarnings } from '../warnings/ip.ts';
import { nameWarnings, podWarnings } from '../warnings/pod.ts';

/** How long a pod is given to end where nothing says so, in seconds. */
const DEFAULT_GRACE_SECONDS = 30;

/** Pods. Source of its rules: pkg/registry/core/pod/strategy.go. */
export const podKind: Kind = defineKind<Pod>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  resource: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  definition: 'V1Pod',
  hasGeneration: true,
  hasStatus: true,
  nameRule: 'dns-subdomain',
  prepareForCreate: (pod, admission) => {
    pod.spec ??= { containers: [] };
    admitPod(pod, admission);
    defaultPod(pod);
    pod.status = { phase: 'Pending', qosClass: qualityOfService(pod.spec) };
  },
  prepareForUpdate: (pod, old) => {
    if (pod.spec === undefined) return;
    addTolerations(pod.spec);
    if (old.spec?.priority !== undefined) pod.spec.priority ??= old.spec.priority;
    if (old.spec?.preemptionPolicy !== undefined) pod.spec.preemptionPolicy ??= old.spec.preemptionPolicy;
  },
  prepareForStatusUpdate: (pod, old) => {
    const qosClass = old.status?.qosClass;
    if (pod.status !== undefined && qosClass !== undefined) pod.status.qosClass = qosClass;
  },
  applyDefaults: defaultPod,
  validate: (pod) => {
    const spec = pod.spec ?? { containers: [] };
    return [
      ...validatePodSpec(spec, 'spec'),
      ...validateImageBlanks(spec.containers, 'spec.containers'),
      ...validateImageBlanks(spec.initContainers, 'spec.initContainers'),
    ];
  },
  validateCreate: ({ spec }) => validateNewPodSpec(spec ?? { containers: [] }),
  validateUpdate: validatePodUpdate,
  validateSubresourceUpdate: { ephemeralcontainers: validateEphemeralContainersUpdate },
  deletionGraceSeconds,
  notHonoured: ({ spec }) => fieldsNotHonoured(spec, 'pod', 'spec'),
  // Those who change a pod are programs, which would ask too often.
  warnings: (pod, old) => (old === undefined && pod.spec ? newPodWarnings(pod, pod.spec) : []),
  statusWarnings: podStatusWarnings,
  columns: podColumns,
  selectableFields: ({ spec, status }) => ({
    'spec.nodeName': spec?.nodeName ?? '',
    'spec.restartPolicy': spec?.restartPolicy ?? '',
    'spec.schedulerName': spec?.schedulerName ?? '',
    'spec.serviceAccountName': spec?.serviceAccountName ?? '',
    'spec.hostNetwork': String(spec?.hostNetwork ?? false),
    'status.phase': status?.phase ?? '',
    'status.podIP': status?.podIPs?.[0]?.ip ?? status?.podIP ?? '',
    'status.nominatedNodeName': status?.nominatedNodeName ?? '',
  }),
});

function* newPodWarnings({ metadata }: Pod, spec: PodSpec): Generator<string> {
  yield* nameWarnings(metadata, "the Pod's hostname");
  yield* podWarnings(spec, metadata, '');
}

function* podStatusWarnings({ status }: Pod): Generator<string> {
  for (const name of ['podIPs', 'hostIPs'] as const) {
    for (const [index, { ip = '' }] of (status?.[name] ?? []).entries())
      yield* ipWarnings(ip, `status.${name}[${index}].ip`);
  }
}

/** A pod that runs nowhere, or has ended, needs no time to end. */
function deletionGraceSeconds({ spec, status }: Pod, { gracePeriodSeconds }: DeletionRequest): number {
  if (!spec?.nodeName || status?.phase === 'Failed' || status?.phase === 'Succeeded') return 0;
  const seconds = gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  return seconds < 0 ? 1 : seconds;
}
