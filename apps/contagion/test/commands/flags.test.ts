import t from 'tap';
import { readFlags, type FlagsTable } from '@pod-contagion/command-line';
import { usageError } from '../../src/errors.ts';
import { INFECT_FLAGS } from '../../src/commands/infect-flags.ts';
import { CALIBRATE_FLAGS } from '../../src/commands/calibrate-flags.ts';
import { SIMULATE_FLAGS } from '../../src/commands/simulate-flags.ts';
import { SWEEP_FLAGS } from '../../src/commands/sweep-flags.ts';
import { UP_FLAGS, type UpFlags } from '../../src/commands/up-flags.ts';

const up = (...argv: string[]): UpFlags => readFlags(UP_FLAGS, argv, usageError);

/** Of each flag: what it reads, and what it refuses with which words. */
const MATRIX: {
  [Name in keyof UpFlags]: { right: [string[], UpFlags[Name]][]; wrong: [string[], string][] };
} = {
  file: {
    right: [
      [['-f', 'a'], ['a']],
      [
        ['--file=a', '-f', 'b'],
        ['a', 'b'],
      ],
    ],
    wrong: [
      [['-f'], '--file expects a manifest, a folder of manifests or a kustomization, got nothing'],
      [['--file='], '--file expects a manifest, a folder of manifests or a kustomization, got ""'],
    ],
  },
  replicas: {
    right: [
      [['--replicas', '0'], 0],
      [['--replicas=300'], 300],
    ],
    wrong: [
      [['--replicas', 'many'], '--replicas expects a whole number from 0 to 5000, got "many"'],
      [['--replicas=-1'], '--replicas expects a whole number from 0 to 5000, got "-1"'],
      [['--replicas=5001'], '--replicas expects a whole number from 0 to 5000, got "5001"'],
      [['--replicas', '1', '--replicas', '2'], '--replicas expects to be given once, got it 2 times'],
      [
        ['--replicas', '--json'],
        '--replicas expects a whole number from 0 to 5000, got another flag; a value that begins with a dash follows after "="',
      ],
    ],
  },
  'symptom-delay': {
    right: [
      [['--symptom-delay', '10s'], 10_000],
      [['--symptom-delay', '0'], 0],
    ],
    wrong: [
      [
        ['--symptom-delay', 'soon'],
        '--symptom-delay expects a duration from 0 to 2147483647 ms, such as 500 (milliseconds), 10s or 2m, got "soon"',
      ],
    ],
  },
  'health-delay': {
    right: [[['--health-delay=500'], 500]],
    wrong: [
      [
        ['--health-delay=25d'],
        '--health-delay expects a duration from 0 to 2147483647 ms, such as 500 (milliseconds), 10s or 2m, got "25d"',
      ],
    ],
  },
  'sneeze-interval': {
    right: [[['--sneeze-interval', '1ms'], 1]],
    wrong: [
      [
        ['--sneeze-interval', '0'],
        '--sneeze-interval expects a duration from 1 to 2147483647 ms, such as 500 (milliseconds), 10s or 2m, got "0"',
      ],
    ],
  },
  kubeconfig: {
    right: [[['--kubeconfig', 'x'], 'x']],
    wrong: [[['--kubeconfig='], '--kubeconfig expects the path of a file, got ""']],
  },
  port: {
    right: [[['--port', '65535'], 65_535]],
    wrong: [[['--port', '65536'], '--port expects a whole number from 0 to 65535, got "65536"']],
  },
  network: {
    right: [[['--network', 'namespace'], 'namespace']],
    wrong: [[['--network', 'bridge'], '--network expects loopback or mapped or namespace, got "bridge"']],
  },
  image: {
    right: [
      [['--image', `a:1='node x' y`], { 'a:1': ['node x', 'y'] }],
      [['--image', 'a=b', '--image=c=d=e'], { a: ['b'], c: ['d=e'] }],
    ],
    wrong: [
      [
        ['--image', 'a'],
        '--image expects an image and its command, as in my-image:1=\'node server.js\', got "a"',
      ],
      [
        ['--image', 'a='],
        '--image expects an image and its command, as in my-image:1=\'node server.js\', got "a="',
      ],
      [
        ['--image', 'a=b', '--image', "c='"],
        "--image expects an image and its command, as in my-image:1='node server.js', got \"c='\"",
      ],
    ],
  },
  'kubelet-version': {
    right: [[['--kubelet-version', '1.20'], '1.20']],
    wrong: [[['--kubelet-version', '1.19'], '--kubelet-version expects 1.36 or 1.20, got "1.19"']],
  },
  'max-restart-period': {
    right: [[['--max-restart-period', '1s'], 1_000]],
    wrong: [
      [
        ['--max-restart-period', '301s'],
        '--max-restart-period expects a duration from 1s to 300s, such as 500 (milliseconds), 10s or 2m, got "301s"',
      ],
    ],
  },
  empty: {
    right: [[['--empty'], true]],
    wrong: [[['--empty=no'], '--empty expects no value, got one']],
  },
  'no-page': {
    right: [[['--no-page'], true]],
    wrong: [[['--no-page=1'], '--no-page expects no value, got one']],
  },
  open: { right: [[['--open'], true]], wrong: [] },
  record: {
    right: [[['--record', 'run.ndjson.gz'], 'run.ndjson.gz']],
    wrong: [[['--record='], '--record expects the path of a file that is not there yet, got ""']],
  },
  'no-infect': {
    right: [[['--no-infect'], true]],
    wrong: [[['--no-infect=yes'], '--no-infect expects no value, got one']],
  },
  duration: {
    right: [[['--duration', '5m'], 300_000]],
    wrong: [
      [
        ['--duration', '0'],
        '--duration expects a duration from 1 to 2147483647 ms, such as 500 (milliseconds), 10s or 2m, got "0"',
      ],
    ],
  },
  json: { right: [[['--json'], true]], wrong: [[['--json=1'], '--json expects no value, got one']] },
};

for (const [name, { right, wrong }] of Object.entries(MATRIX)) {
  t.test(`--${name}`, async (t) => {
    for (const [argv, value] of right) t.same(up(...argv)[name as keyof UpFlags], value, argv.join(' '));
    for (const [argv, message] of wrong) {
      t.throws(() => up(...argv), { code: 'CONTAGION_USAGE', exitCode: 2, message }, argv.join(' '));
    }
  });
}

t.test('nothing given, nothing known, nothing that is no flag', async (t) => {
  t.match(up(), { file: [], replicas: undefined, image: {}, 'no-infect': false, json: false });
  t.throws(() => up('--infect'), {
    message: 'unknown flag --infect: expected one of those that --help lists',
  });
  t.throws(() => up('-x'), { message: 'unknown flag -x: expected one of those that --help lists' });
  t.throws(() => up('now'), { message: 'expected flags only, got "now"' });
  t.throws(() => up('--no-json'), { message: /unknown flag --no-json/ });
});

t.test('the flags of infect', async (t) => {
  const infect = (...argv: string[]): unknown => readFlags(INFECT_FLAGS, argv, usageError);
  t.match(infect('-n', 'lab', '--count=3', '--strain', 'flu-1', '--json'), {
    namespace: 'lab',
    count: 3,
    strain: 'flu-1',
    json: true,
  });
  t.throws(() => infect('--strain', 'a b'), {
    message: '--strain expects 1 to 64 of the characters A-Z a-z 0-9 . _ -, got "a b"',
  });
  t.throws(() => infect('--count', '0'), {
    message: '--count expects a whole number from 1 to 10000, got "0"',
  });
});

t.test('the flags of simulate', async (t) => {
  const simulate = (...argv: string[]): unknown => readFlags(SIMULATE_FLAGS, argv, usageError);
  t.match(simulate('-f', 'a', '-k', 'b', '--replicas=10000000', '--until', '24h', '--profile', 'k8s-1.20'), {
    file: ['a'],
    kustomize: ['b'],
    replicas: 10_000_000,
    until: 86_400_000,
    profile: 'k8s-1.20',
    json: false,
    watch: false,
    speed: undefined,
  });
  t.match(simulate('--watch', '--speed=0.1'), { watch: true, speed: 0.1 });
  t.match(simulate('--speed', '2.5'), { speed: 2.5 });
  const delay = 'such as 500 (milliseconds), 10s or 2m';
  const cases: [string[], string][] = [
    [['--replicas', '1000000000'], 'a whole number from 1 to 10000000, got "1000000000"'],
    [['--replicas=0'], 'a whole number from 1 to 10000000, got "0"'],
    [['--symptom-delay', '75h'], `a duration from 0 to 268435456 ms, ${delay}, got "75h"`],
    [['--sneeze-interval', '0'], `a duration from 1 to 268435456 ms, ${delay}, got "0"`],
    [['--profile', 'fast'], 'generic or original-go or local-cluster or k8s-1.20, got "fast"'],
    [['--kubelet-version', '1.19'], '1.36 or 1.20, got "1.19"'],
    [['--max-restart-period', '301s'], `a duration from 1s to 300s, ${delay}, got "301s"`],
    [['--until', '299h'], `a duration from 1 to 1073741824 ms, ${delay}, got "299h"`],
    [['--seed=-1'], 'a whole number from 0 to 4294967295, got "-1"'],
    [['--precision=0'], 'a share of 0.1% to 25%, such as 2%, got "0"'],
    [['--precision=0.01%'], 'a share of 0.1% to 25%, such as 2%, got "0.01%"'],
    [['--precision=2'], 'a share of 0.1% to 25%, such as 2%, got "2"'],
    [['--precision=.5'], 'a share of 0.1% to 25%, such as 2%, got ".5"'],
    [['--run=0'], 'a whole number from 1 to 1000000, got "0"'],
    [['--cases='], 'the path of a file, got ""'],
    [['--runs', '0'], 'a whole number from 1 to 1000000, got "0"'],
    [['--speed', '0'], 'a number from 0.1 to 1000000, got "0"'],
    [['--speed', '0.09'], 'a number from 0.1 to 1000000, got "0.09"'],
    [['--speed=1000000.1'], 'a number from 0.1 to 1000000, got "1000000.1"'],
    [['--speed=1e3'], 'a number from 0.1 to 1000000, got "1e3"'],
    [['--kustomize='], 'a manifest, a folder of manifests or a kustomization, got ""'],
  ];
  for (const [argv, expected] of cases) {
    const [name = ''] = argv[0]!.split('=');
    const error = { code: 'CONTAGION_USAGE', exitCode: 2, message: `${name} expects ${expected}` };
    t.throws(() => simulate(...argv), error, argv.join(' '));
  }
});

t.test('precision as per cent and as a share', async (t) => {
  const precision = (text: string): unknown =>
    readFlags(SIMULATE_FLAGS, [`--precision=${text}`], usageError).precision;
  t.same(['2%', '0.5%', '25%', '.02', '0.001'].map(precision), [0.02, 0.005, 0.25, 0.02, 0.001]);
});

t.test('the flags of sweep', async (t) => {
  const sweep = (...argv: string[]): unknown => readFlags(SWEEP_FLAGS, argv, usageError);
  t.match(
    sweep(
      '--vary=replicas=1,2',
      '--vary',
      'symptom-delay=0s..9s/3s',
      '--level=.25',
      '--threads=64',
      '--resume',
    ),
    {
      vary: ['replicas=1,2', 'symptom-delay=0s..9s/3s'],
      level: 0.25,
      threads: 64,
      resume: true,
      json: false,
    },
  );
  const cases: [string, string][] = [
    [
      '--vary=replicas',
      'what is varied and its values, as in replicas=10,50, symptom-delay=0s..120s/10s or death=restart,replace, got "replicas"',
    ],
    ['--level=0', 'a share between 0 and 1, such as 0.5, got "0"'],
    ['--level=1', 'a share between 0 and 1, such as 0.5, got "1"'],
    ['--level=0.0', 'a share between 0 and 1, such as 0.5, got "0.0"'],
    ['--runs=100001', 'a whole number from 1 to 100000, got "100001"'],
    ['--threads=0', 'a whole number from 1 to 64, got "0"'],
    ['--out=', 'the path of a file, got ""'],
  ];
  for (const [argument, expected] of cases) {
    const [name = ''] = argument.split('=');
    t.throws(
      () => sweep(argument),
      { code: 'CONTAGION_USAGE', message: `${name} expects ${expected}` },
      argument,
    );
  }
});

t.test('the flags of calibrate', async (t) => {
  const calibrate = (...argv: string[]): unknown => readFlags(CALIBRATE_FLAGS, argv, usageError);
  t.match(calibrate('a.txt', '--seed=3'), { recording: 'a.txt', seed: 3 });
  t.match(calibrate('--recording=a.txt', '--json'), { recording: 'a.txt', json: true });
  t.throws(() => calibrate('a', 'b'), { message: '--recording expects to be given once, got it 2 times' });
});

t.test('every flag with a value says what it expects', async (t) => {
  for (const table of [
    UP_FLAGS,
    INFECT_FLAGS,
    SIMULATE_FLAGS,
    SWEEP_FLAGS,
    CALIBRATE_FLAGS,
  ] as FlagsTable<object>[]) {
    for (const [name, flag] of Object.entries(table) as [
      string,
      { valueName?: string; expected?: string },
    ][]) {
      t.equal(flag.valueName === undefined, flag.expected === undefined, name);
    }
  }
});
