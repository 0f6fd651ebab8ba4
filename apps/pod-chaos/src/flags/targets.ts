import { durationFlag, numberFlag, switchFlag, textFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_COUNT } from '../limits.ts';
import { checkedFlag, isPattern, listFlag, percentFlag } from './kinds.ts';
import { isLabelName, isObjectName } from './names.ts';

/** Which pods are meant. */
export type WhoFlags = Readonly<{
  namespace: readonly string[];
  pod: readonly string[];
  selector: string | undefined;
  'field-selector': string | undefined;
  annotation: string | undefined;
  owner: string | undefined;
  'name-pattern': string | undefined;
  node: readonly string[];
  phase: readonly string[];
  'min-age': number | undefined;
  exclude: string | undefined;
  'exclude-name': string | undefined;
  all: boolean;
}>;

/** Which pods are hit, and how many of them. */
export type TargetFlags = WhoFlags &
  Readonly<{
    count: number | undefined;
    percent: number | undefined;
    'up-to-percent': number | undefined;
    seed: string | undefined;
    'max-percent': number | undefined;
    'allow-last-ready': boolean;
    'dry-run': boolean;
  }>;

const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

const PATTERN = 'a regular expression';

/** A day for a century: nothing is older. */
const MAX_AGE_MS = 3_155_760_000_000;

/** In which namespaces; shared with commands that hit nobody. */
export const NAMESPACE_FLAG: FlagsTable<TargetFlags>['namespace'] = {
  ...listFlag(
    'name',
    'the name of a namespace',
    "Namespace; may be repeated; default: the context's.",
    isLabelName,
  ),
  short: 'n',
};

/** Label selector; shared with commands that hit nobody. */
export const SELECTOR_FLAG: FlagsTable<TargetFlags>['selector'] = {
  ...textFlag('selector', 'a label selector', 'Pods with these labels, as kubectl takes it.'),
  short: 'l',
};

/** Pods by name; shared with commands that hit nobody. */
export const POD_FLAG: FlagsTable<TargetFlags>['pod'] = {
  ...listFlag(
    'name',
    'the name of a pod',
    'This pod; may be repeated; all that are named are hit.',
    isObjectName,
  ),
  short: 'p',
};

/** Flags of every command that is about some pods. */
export const WHO_FLAGS: FlagsTable<WhoFlags> = {
  namespace: NAMESPACE_FLAG,
  pod: POD_FLAG,
  selector: SELECTOR_FLAG,
  'field-selector': textFlag(
    'selector',
    'a field selector',
    'Pods with these fields, as kubectl takes it: spec.nodeName=a.',
  ),
  annotation: textFlag(
    'selector',
    'a selector over annotations',
    'Pods with these annotations, in the grammar of -l.',
  ),
  owner: checkedFlag(
    'kind/name',
    'a kind, or a kind and a name, such as Deployment/podder',
    'Pods of this owner, through a ReplicaSet too.',
    (text) => /^[A-Za-z][A-Za-z0-9]*(?:\/[a-z0-9][-a-z0-9.]*)?$/.test(text),
  ),
  'name-pattern': checkedFlag(
    'regex',
    PATTERN,
    'Pods whose whole name matches; .* is every pod of the namespace.',
    isPattern,
  ),
  node: listFlag('name', 'the name of a node', 'Pods on this node; may be repeated.', isObjectName),
  phase: listFlag(
    'phase',
    PHASES.join(' or '),
    'Pods in this phase; may be repeated; default Running.',
    (text) => PHASES.includes(text),
  ),
  'min-age': durationFlag(
    { minMs: 0, maxMs: MAX_AGE_MS, described: '0' },
    'Pods that are at least this old.',
  ),
  exclude: textFlag('selector', 'a label selector', 'Not pods with these labels.'),
  'exclude-name': checkedFlag('regex', PATTERN, 'Not pods whose whole name matches.', isPattern),
  all: switchFlag('All pods that qualify; without a selector all pods of the namespace.'),
};

/** Flags of every command that hits pods. */
export const TARGET_FLAGS: FlagsTable<TargetFlags> = {
  ...WHO_FLAGS,
  count: numberFlag(
    { min: 1, max: MAX_COUNT },
    'How many of the pods that qualify, drawn at random; default 1.',
  ),
  percent: percentFlag('Which share of the pods that qualify, rounded up.'),
  'up-to-percent': percentFlag('A random share of the pods that qualify, at most this.'),
  seed: textFlag('text', 'any text', 'Repeats a choice: the same seed and the same pods give the same.'),
  'max-percent': percentFlag(
    'Largest share of the pods of a namespace that may be hit; default 50; 100 lifts it.',
  ),
  'allow-last-ready': switchFlag('Does not keep the last ready pod of each owner.'),
  'dry-run': switchFlag('Says who would be hit and who is passed over and why, and touches nothing.'),
};
