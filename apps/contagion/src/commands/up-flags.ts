import {
  choiceFlag,
  durationFlag,
  numberFlag,
  splitWords,
  switchFlag,
  textFlag,
  type FlagsTable,
} from '@pod-contagion/command-line';
import { MAX_DELAY_MS, MAX_REPLICAS } from '../limits.ts';
import { PAGE_FLAGS, type PageFlags } from './page-flags.ts';

/** What `contagion up` can be told. */
export type UpFlags = PageFlags &
  Readonly<{
    file: readonly string[];
    replicas: number | undefined;
    'symptom-delay': number | undefined;
    'health-delay': number | undefined;
    'sneeze-interval': number | undefined;
    kubeconfig: string | undefined;
    port: number | undefined;
    network: 'loopback' | 'mapped' | 'namespace' | undefined;
    image: Readonly<Record<string, readonly string[]>>;
    'kubelet-version': '1.36' | '1.20' | undefined;
    'max-restart-period': number | undefined;
    empty: boolean;
    'no-infect': boolean;
    'no-page': boolean;
    duration: number | undefined;
    json: boolean;
  }>;

const DELAY = { minMs: 0, maxMs: MAX_DELAY_MS, described: '0 to 2147483647 ms' };

/** The flags of `contagion up`; help and docs are made from this. */
export const UP_FLAGS: FlagsTable<UpFlags> = {
  file: {
    short: 'f',
    valueName: 'path',
    expected: 'a manifest, a folder of manifests or a kustomization',
    help: "What to apply instead of the repository's Service and Deployment; may be repeated.",
    repeated: true,
    read: (paths) => (paths.includes('') ? undefined : paths),
    fallback: [],
  },
  replicas: numberFlag({ min: 0, max: MAX_REPLICAS }, 'How many podders each Deployment has.'),
  'symptom-delay': durationFlag(DELAY, 'From being infected to the first symptom.'),
  'health-delay': durationFlag(DELAY, 'From the first symptom to failing probes.'),
  'sneeze-interval': durationFlag(
    { ...DELAY, minMs: 1, described: '1 to 2147483647 ms' },
    'From one sneeze to the next.',
  ),
  kubeconfig: textFlag(
    'path',
    'the path of a file',
    'Where the kubeconfig is written; default: a folder of its own.',
  ),
  port: numberFlag(
    { min: 0, max: 65_535 },
    'Port of the API server on 127.0.0.1; default: any that is free.',
  ),
  network: choiceFlag(
    ['loopback', 'mapped', 'namespace'],
    'How pods are reached: each at an address in 127.0.0.0/8, all at 127.0.0.1 with ports of their own, or, on Linux as root, each in a network namespace; default: loopback where the addresses are there, as on Linux, otherwise mapped.',
  ),
  image: {
    valueName: 'name=command',
    expected: "an image and its command, as in my-image:1='node server.js'",
    help: 'What an image name stands for; may be repeated.',
    repeated: true,
    read: readImages,
    fallback: {},
  },
  'kubelet-version': choiceFlag(['1.36', '1.20'], "Which kubelet's rules are followed; default 1.36."),
  'max-restart-period': durationFlag(
    { minMs: 1_000, maxMs: 300_000, described: '1s to 300s' },
    'Longest CrashLoopBackOff; default 300s.',
  ),
  empty: switchFlag('Applies nothing and infects nobody: a cluster for your own kubectl create.'),
  'no-infect': switchFlag('Infects nobody; the key i does, or the curl command.'),
  'no-page': switchFlag('Leaves the page out that shows the epidemic in a browser.'),
  ...PAGE_FLAGS,
  duration: durationFlag(
    { minMs: 1, maxMs: MAX_DELAY_MS, described: '1 to 2147483647 ms' },
    'Ends by itself this long after the podders are Ready; default: never.',
  ),
  json: switchFlag('One line of JSON per change, also on a terminal.'),
};

/** The name of an image ends where the first `=` is. */
function readImages(texts: readonly string[]): UpFlags['image'] | undefined {
  const images: (readonly [name: string, words: readonly string[]])[] = [];
  for (const text of texts) {
    const [, name, command = ''] = /^([^\s=]+)=(.*)$/s.exec(text) ?? [];
    const words = splitWords(command);
    if (name === undefined || words === undefined) return undefined;
    images.push([name, words]);
  }
  return Object.fromEntries(images);
}
