import {
  choiceFlag,
  durationFlag,
  switchFlag,
  textFlag,
  type Flag,
  type FlagsTable,
} from '@pod-contagion/command-line';
import { MAX_FAULT_MS } from '../limits.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import { checkedFlag, listFlag, percentFlag } from './kinds.ts';
import { isLabelName } from './names.ts';

/** Which experiment, and what of it is set from outside. */
export type ExperimentFlags = Readonly<{ file: string | undefined; var: readonly string[] }>;

/** What `pod-chaos validate` can be told. */
export type ValidateFlags = ExperimentFlags & Readonly<{ json: boolean }>;

/** What `pod-chaos run` can be told. */
export type RunExperimentFlags = ExperimentFlags &
  ClusterFlags &
  Readonly<{
    'hypothesis-strategy':
      | 'default'
      | 'before-method-only'
      | 'after-method-only'
      | 'during-method-only'
      | 'continuously'
      | 'skip'
      | undefined;
    'hypothesis-frequency': number | undefined;
    'fail-fast': boolean;
    'fail-fast-ratio': number | undefined;
    'rollback-strategy': 'default' | 'always' | 'never' | 'deviated' | undefined;
    journal: string | undefined;
    html: string | undefined;
    junit: string | undefined;
    markdown: string | undefined;
    'hook-begin': readonly string[];
    'hook-end': readonly string[];
    'hook-template': string | undefined;
    'dry-run': boolean;
    namespace: string | undefined;
  }>;

const fileFlag = (help: string): Flag<string | undefined> => textFlag('path', 'the path of a file', help);

const hookFlag = (when: string): Flag<readonly string[]> =>
  listFlag(
    'url',
    'a URL, or env:NAME for one that stands in the environment',
    `Where a POST is sent ${when}; may be repeated.`,
  );

const EXPERIMENT_FLAGS: FlagsTable<ExperimentFlags> = {
  file: {
    ...fileFlag('The experiment, YAML or JSON; may stand alone, without the flag.'),
    positional: true,
  },
  var: listFlag(
    'name[:type]=value',
    'a name, a type if it is no text (int, float, bool, json), and a value: replicas:int=3',
    'A value of the configuration; wins over that of the file; may be repeated.',
    (text) => /^[_a-z][_a-z0-9]*(?::[a-z]+)?=/i.test(text),
  ),
};

/** The flags of `pod-chaos validate`. */
export const VALIDATE_FLAGS: FlagsTable<ValidateFlags> = { ...EXPERIMENT_FLAGS, json: CLUSTER_FLAGS.json };

/** The flags of `pod-chaos run`. */
export const RUN_FLAGS: FlagsTable<RunExperimentFlags> = {
  ...EXPERIMENT_FLAGS,
  'hypothesis-strategy': choiceFlag(
    ['default', 'before-method-only', 'after-method-only', 'during-method-only', 'continuously', 'skip'],
    "When the hypothesis is looked at; default: the file's own, else before and after the method.",
  ),
  'hypothesis-frequency': durationFlag(
    { minMs: 10, maxMs: MAX_FAULT_MS, described: '10ms to 24h' },
    'From one look during the method to the next; default 1s.',
  ),
  'fail-fast': switchFlag('Ends the method at the first look during it that is not met.'),
  'fail-fast-ratio': percentFlag('The same, at this share of looks that are not met.'),
  'rollback-strategy': choiceFlag(
    ['default', 'always', 'never', 'deviated'],
    "When the rollbacks are played; default: the file's own, else unless it failed or was interrupted. Faults of this toolkit are ended in any case.",
  ),
  journal: fileFlag('Where the journal goes, as Chaos Toolkit writes it; default ./journal.json.'),
  html: fileFlag('Where a report goes that is one page of its own.'),
  junit: fileFlag("Where a report in JUnit's XML goes, for pipelines."),
  markdown: fileFlag('Where a report in Markdown goes, for pull requests.'),
  'hook-begin': hookFlag('when it begins'),
  'hook-end': hookFlag('when it is over'),
  'hook-template': textFlag(
    'name',
    'json, slack, text, or the path of a file with {title} and its like in it',
    "Form of the POST's body; default json.",
  ),
  'dry-run': switchFlag('Says what it would do, asks what would be hit, and touches nothing.'),
  namespace: {
    ...checkedFlag(
      'name',
      'the name of a namespace',
      "Where activities of pod-chaos act that name no namespace; default: the context's, in which a process such as kubectl acts in any case.",
      isLabelName,
    ),
    short: 'n',
  },
  ...CLUSTER_FLAGS,
};
