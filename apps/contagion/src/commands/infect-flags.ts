import { numberFlag, switchFlag, textFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_SNEEZES } from '../limits.ts';
import { isStrain } from '../infect/strain.ts';

/** What `contagion infect` can be told. */
export type InfectFlags = Readonly<{
  kubeconfig: string | undefined;
  context: string | undefined;
  namespace: string | undefined;
  service: string | undefined;
  count: number | undefined;
  strain: string | undefined;
  json: boolean;
}>;

/** The flags of `contagion infect`; help and docs are made from this. */
export const INFECT_FLAGS: FlagsTable<InfectFlags> = {
  kubeconfig: textFlag(
    'path',
    'the path of a file',
    "Which cluster; default: $KUBECONFIG, ~/.kube/config, or the pod's own account.",
  ),
  context: textFlag('name', 'the name of a context', 'Context of the kubeconfig; default: the current one.'),
  namespace: {
    ...textFlag(
      'name',
      'the name of a namespace',
      "Where the Service is; default: the context's, else default.",
    ),
    short: 'n',
  },
  service: textFlag('name', 'the name of a Service', 'Through which Service to sneeze; default podder.'),
  count: numberFlag({ min: 1, max: MAX_SNEEZES }, 'How often to sneeze; default 1.'),
  strain: {
    valueName: 'id',
    expected: '1 to 64 of the characters A-Z a-z 0-9 . _ -',
    help: 'Name of the contagion; default: a random one.',
    read: ([text = '']) => (isStrain(text) ? text : undefined),
    fallback: undefined,
  },
  json: switchFlag('One line of JSON per sneeze.'),
};
