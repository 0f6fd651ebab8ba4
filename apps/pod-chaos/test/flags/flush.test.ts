import t from 'tap';
import { readFlags, type FlagsTable } from '@pod-contagion/command-line';
import { usageError } from '../../src/errors.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from '../../src/flags/cluster.ts';
import { FLUSH_FLAGS, type FlushFlags } from '../../src/flags/flush.ts';
import { planFlush } from '../../src/plans/flush.ts';
import { switchCases, tryMatrix, type Matrix } from './matrix.ts';

type Own = Omit<FlushFlags, keyof ClusterFlags>;

const DURATION = 'a duration from 1s to 24h, such as 500 (milliseconds), 10s or 2m, got';

const MATRIX: Matrix<Own> = {
  node: {
    right: [[['--node', 'node-1.example'], 'node-1.example']],
    wrong: [[['--node', 'Node 1'], 'the name of a node, got "Node 1"']],
  },
  'yes-this-node': switchCases('yes-this-node'),
  table: {
    right: [
      [[], ['filter']],
      [
        ['--table', 'nat', '--table=filter', '--table', 'nat'],
        ['filter', 'nat'],
      ],
    ],
    wrong: [[['--table', 'raw'], 'filter or nat or mangle, got "raw"']],
  },
  'delete-chains': switchCases('delete-chains'),
  family: {
    right: [[['--family', 'both'], 'both']],
    wrong: [[['--family', '4'], 'ipv4 or ipv6 or both, got "4"']],
  },
  'allow-drop-policy': switchCases('allow-drop-policy'),
  duration: {
    right: [[['--duration', '1m'], 60_000]],
    wrong: [[['--duration', '0'], `${DURATION} "0"`]],
  },
  probe: {
    right: [[['--probe', 'http://10.0.0.1/'], 'http://10.0.0.1/']],
    wrong: [[['--probe='], 'a URL, such as http://10.96.0.1:80/, got ""']],
  },
  rate: {
    right: [[['--rate', '20'], 20]],
    wrong: [[['--rate', '0'], 'requests a second from 0.01 to 1000, got "0"']],
  },
  namespace: {
    right: [[['-n', 'chaos'], 'chaos']],
    wrong: [[['-n', 'A B'], 'the name of a namespace, got "A B"']],
  },
  'net-raw': switchCases('net-raw'),
  'dry-run': switchCases('dry-run'),
  image: {
    right: [[['-g', 'chaos:1'], 'chaos:1']],
    wrong: [[['--image='], 'the name of an image, got ""']],
  },
};

const own = Object.fromEntries(Object.entries(FLUSH_FLAGS).filter(([name]) => !(name in CLUSTER_FLAGS)));
tryMatrix(t, own as unknown as FlagsTable<Own>, MATRIX);

const plan = (...argv: string[]) => planFlush(readFlags(FLUSH_FLAGS, argv, usageError));

t.test('what it comes to', async (t) => {
  t.match(plan('--node', 'one'), {
    node: 'one',
    fault: { kind: 'flush', tables: ['filter'], families: ['ipv4'], deleteChains: false },
    durationMs: 120_000,
    isDefaultDuration: true,
    probe: undefined,
  });
  const flags = [
    '--table',
    'nat',
    '--delete-chains',
    '--family',
    'both',
    '--allow-drop-policy',
    '--duration',
    '9s',
  ];
  t.match(plan('--node', 'one', ...flags, '--probe', 'http://10.0.0.1/'), {
    fault: { tables: ['nat'], families: ['ipv4', 'ipv6'], deleteChains: true, allowDropPolicy: true },
    durationMs: 9_000,
    isDefaultDuration: false,
    probe: { url: 'http://10.0.0.1/', ratePerSecond: 10 },
  });
});

t.test('what is refused', async (t) => {
  for (const [argv, message] of [
    [[], 'expected --node NODE, got none'],
    [['--node', 'one', '--rate', '5'], 'expected --probe URL with --rate, got none'],
    [['--node', 'one', '--probe', 'ftp://a/'], /expected a URL such as http/],
  ] as const) {
    t.throws(() => plan(...argv), { code: 'CHAOS_USAGE', message });
  }
});
