import { labelValueProblems } from '../../machinery/names.ts';
import { own } from '@pod-contagion/notations';
import type { PodSpec } from '../../machinery/objects.ts';

/** Labels of nodes that are no more set, or soon not. Source: pkg/api/node/util.go, as all here. */
const DEPRECATED: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region':
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone':
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type':
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods':
    'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

type Term = { matchExpressions?: { key?: string; values?: string[] | undefined }[] | undefined };

/** What a pod asks of nodes by labels that are deprecated. `field` is the path of its spec. */
export function* nodeLabelWarnings(spec: PodSpec, field: string): Generator<string> {
  for (const key of Object.keys(spec.nodeSelector ?? {}).toSorted()) {
    const message = own(DEPRECATED, key);
    if (message !== undefined) yield `${field}.nodeSelector[${key}]: ${message}`;
  }
  const {
    requiredDuringSchedulingIgnoredDuringExecution: needed,
    preferredDuringSchedulingIgnoredDuringExecution: wanted,
  } = spec.affinity?.nodeAffinity ?? {};
  const path = `${field}.affinity.nodeAffinity`;
  for (const [index, term] of (needed?.nodeSelectorTerms ?? []).entries()) {
    yield* termWarnings(
      term,
      false,
      `${path}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${index}]`,
    );
  }
  for (const [index, { preference }] of (wanted ?? []).entries()) {
    yield* termWarnings(
      preference ?? {},
      true,
      `${path}.preferredDuringSchedulingIgnoredDuringExecution[${index}].preference`,
    );
  }
  for (const [index, { topologyKey = '', labelSelector }] of (
    spec.topologySpreadConstraints ?? []
  ).entries()) {
    const message = own(DEPRECATED, topologyKey);
    const place = `${field}.topologySpreadConstraints[${index}]`;
    if (message !== undefined) yield `${place}.topologyKey: ${topologyKey} is ${message}`;
    if (!labelSelector) yield `${place}.labelSelector: ${NO_SELECTOR}`;
  }
}

/** What is said of a selector that is not there, and so chooses nothing. */
export const NO_SELECTOR = 'a null labelSelector results in matching no pod';

function* termWarnings(
  { matchExpressions = [] }: Term,
  looksAtValues: boolean,
  field: string,
): Generator<string> {
  for (const [index, { key = '', values = [] }] of matchExpressions.entries()) {
    const place = `${field}.matchExpressions[${index}]`;
    const message = own(DEPRECATED, key);
    if (message !== undefined) yield `${place}.key: ${key} is ${message}`;
    if (!looksAtValues) continue;
    for (const [at, value] of values.entries()) {
      for (const problem of labelValueProblems(value))
        yield `${place}.values[${at}]: ${value} is invalid, ${problem}`;
    }
  }
}
