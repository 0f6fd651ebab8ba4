import { numberFlag, switchFlag, textFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_SNEEZES } from '../limits.ts';
import { clusterFlags, type ClusterFlags } from './cluster-flags.ts';
import { isStrain } from '../infect/strain.ts';

/** What `contagion infect` can be told. */
export type InfectFlags = ClusterFlags &
  Readonly<{
    service: string | undefined;
    count: number | undefined;
    strain: string | undefined;
    json: boolean;
  }>;

/** The flags of `contagion infect`; help and docs are made from this. */
export const INFECT_FLAGS: FlagsTable<InfectFlags> = {
  ...clusterFlags('the Service is'),
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
