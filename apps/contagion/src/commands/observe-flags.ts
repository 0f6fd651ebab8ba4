import { numberFlag, switchFlag, textFlag, type Flag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_REPLICAS, MAX_SEED } from '../limits.ts';
import { clusterFlags, type ClusterFlags } from './cluster-flags.ts';
import { PAGE_FLAGS, type PageFlags } from './page-flags.ts';

/** A contagion that is made up. */
export type SyntheticFlag = Readonly<{ pods: number; rate: number; seed: number }>;

/** What `contagion observe` can be told. */
export type ObserveFlags = ClusterFlags &
  PageFlags &
  Readonly<{
    selector: string | undefined;
    replay: string | undefined;
    synthetic: SyntheticFlag | undefined;
    address: string | undefined;
    port: number | undefined;
    game: boolean;
  }>;

/** Which pods are looked at where nobody says: those that the Service of the podders chooses. */
export const DEFAULT_SELECTOR = 'app=podder';

const synthetic: Flag<SyntheticFlag | undefined> = {
  valueName: 'pods,rate,seed',
  expected: `pods from 1 to ${2 * MAX_REPLICAS}, restarts a second of each from 0.001 to 10, and a whole number, as in 1000,0.062,1`,
  help: 'Instead of a cluster a contagion that is made up, for trying the page.',
  read: ([text = '']) => readSynthetic(text),
  fallback: undefined,
};

/** The flags of `contagion observe`; help and docs are made from this. */
export const OBSERVE_FLAGS: FlagsTable<ObserveFlags> = {
  ...clusterFlags('the pods are'),
  selector: {
    short: 'l',
    valueName: 'selector',
    expected: 'a label selector',
    help: `Which pods, by their labels; default ${DEFAULT_SELECTOR}, and '' is all of them.`,
    read: ([text = '']) => text.trim(),
    fallback: undefined,
  },
  replay: textFlag('file', 'the path of a recording', 'Instead of a cluster a recording.'),
  synthetic,
  address: textFlag(
    'address',
    'an address of this machine',
    'Where the page is served; default 127.0.0.1. Any other lets others of the network look.',
  ),
  port: numberFlag({ min: 0, max: 65_535 }, 'Port of the page; default: any that is free.'),
  game: switchFlag(
    'Lets the page play: on the simulator, and for whoever has the printed address on the cluster, one eviction a hit.',
  ),
  ...PAGE_FLAGS,
};

function readSynthetic(text: string): SyntheticFlag | undefined {
  const [, pods = '', rate = '', seed = ''] =
    /^(\d{1,5}),(\d{1,2}(?:\.\d{1,6})?),(\d{1,10})$/.exec(text) ?? [];
  const read = { pods: Number(pods), rate: Number(rate), seed: Number(seed) };
  const isRight = read.pods >= 1 && read.pods <= 2 * MAX_REPLICAS && read.rate >= 0.001 && read.rate <= 10;
  return seed !== '' && isRight && read.seed <= MAX_SEED ? read : undefined;
}
