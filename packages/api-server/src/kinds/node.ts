import type { KubeNode } from '../machinery/objects.ts';
import { ageColumn, nameColumn, textColumn, wideColumn } from './columns.ts';
import { defineKind, type Kind } from '../registry/kind.ts';
import { validateTaints } from './pod/spec.ts';
import { cidrWarnings } from './warnings/ip.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

/** Nodes. Source of its rules: pkg/registry/core/node/strategy.go. */
export const nodeKind: Kind = defineKind<KubeNode>({
  group: '',
  version: 'v1',
  kind: 'Node',
  resource: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  categories: [],
  namespaced: false,
  definition: 'V1Node',
  hasGeneration: false,
  hasStatus: true,
  nameRule: 'dns-subdomain',
  prepareForCreate: (node) => {
    node.spec ??= {};
  },
  applyDefaults: (node) => {
    const status = node.status;
    // What may be given out is all there is, where nothing is kept back.
    if (status?.capacity && !status.allocatable) status.allocatable = { ...status.capacity };
  },
  // The source really leaves `spec` out of this path.
  validate: ({ spec }) => validateTaints(spec?.taints, 'metadata.taints'),
  warnings,
  columns: [
    nameColumn,
    textColumn('Status', 'Whether the node takes pods.', ({ spec, status }) => {
      const ready = (status?.conditions ?? []).find(({ type }) => type === 'Ready');
      const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
      return spec?.unschedulable === true ? `${word},SchedulingDisabled` : word;
    }),
    textColumn('Roles', 'What the node is for.', ({ metadata }) => shownRoles(metadata.labels ?? {})),
    ageColumn,
    textColumn('Version', 'Version of the kubelet.', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
    wideColumn('Internal-IP', 'Address of the node.', (node) => addressOf(node, 'InternalIP')),
    wideColumn('External-IP', 'Address of the node from outside.', (node) => addressOf(node, 'ExternalIP')),
    wideColumn('OS-Image', 'Operating system.', ({ status }) => status?.nodeInfo?.osImage || '<unknown>'),
    wideColumn('Kernel-Version', 'Kernel.', ({ status }) => status?.nodeInfo?.kernelVersion || '<unknown>'),
    wideColumn(
      'Container-Runtime',
      'What runs the containers.',
      ({ status }) => status?.nodeInfo?.containerRuntimeVersion || '<unknown>',
    ),
  ],
  selectableFields: ({ spec }) => ({ 'spec.unschedulable': String(spec?.unschedulable ?? false) }),
});

/** Source: pkg/registry/core/node/strategy.go (`nodeWarnings`). */
function* warnings({ spec }: KubeNode): Generator<string> {
  if (spec?.configSource) yield 'spec.configSource: the feature is removed';
  if (spec?.externalID) yield 'spec.externalID: this field is deprecated, and is unused by Kubernetes';
  for (const [index, range] of (spec?.podCIDRs ?? []).entries())
    yield* cidrWarnings(range, `spec.podCIDRs[${index}]`);
}

function shownRoles(labels: Readonly<Record<string, string>>): string {
  const roles = Object.entries(labels).map(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return key.slice(ROLE_PREFIX.length);
    return key === ROLE_LABEL ? value : '';
  });
  const list = [...new Set(roles.filter((role) => role !== ''))].toSorted();
  return list.length === 0 ? '<none>' : list.join(',');
}

function addressOf({ status }: KubeNode, wanted: string): string {
  return (status?.addresses ?? []).find(({ type }) => type === wanted)?.address ?? '<none>';
}
