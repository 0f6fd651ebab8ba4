import t from 'tap';
import { readFlags } from '@pod-contagion/command-line';
import { usageError } from '../../src/errors.ts';
import { TARGET_FLAGS, WHO_FLAGS } from '../../src/flags/targets.ts';
import { planTargets, planWho, type TargetPlan } from '../../src/plans/targets.ts';

const plan = (...argv: string[]): TargetPlan => planTargets(readFlags(TARGET_FLAGS, argv, usageError));

t.test('neither a pod nor a selector nor --all is an error, whatever else is said', async (t) => {
  for (const argv of [
    [],
    ['-n', 'shop'],
    ['--percent', '50'],
    ['--count=1', '--phase', 'Running'],
    ['--exclude', 'a'],
  ]) {
    t.throws(() => plan(...argv), {
      code: 'CHAOS_USAGE',
      message: /^expected -p POD, a selector such as -l app=web \(.*\), or --all, got none$/,
    });
  }
});

t.test('how many', async (t) => {
  const amounts: [string[], TargetPlan['amount']][] = [
    [['-l', 'a'], { count: 1 }],
    [['--name-pattern', '.*'], { count: 1 }],
    [['--node', 'n1'], { count: 1 }],
    [['-p', 'a', '-p', 'b'], 'all'],
    [['--all'], 'all'],
    [['-l', 'a', '--all'], 'all'],
    [['-l', 'a', '--count', '3'], { count: 3 }],
    [['-l', 'app=goldpinger', '--percent', '50'], { percent: 50 }],
    [['-l', 'a', '--up-to-percent', '50'], { upToPercent: 50 }],
  ];
  for (const [argv, amount] of amounts) t.same(plan(...argv).amount, amount, argv.join(' '));
  t.throws(() => plan('--all', '--count', '1'), {
    message: 'expected one of --count, --percent, --up-to-percent, --all, got --count and --all',
  });
});

t.test('pods that are named are all hit', async (t) => {
  t.throws(() => plan('-p', 'a', '--count', '1'), {
    code: 'CHAOS_USAGE',
    message: 'expected --pod or --count, got both: all pods that are named are hit',
  });
  t.same(plan('-p', 'a', '--all').amount, 'all');
});

t.test('what mends needs no cap', async (t) => {
  const who = (...argv: string[]): TargetPlan => planWho(readFlags(WHO_FLAGS, argv, usageError));
  t.same(who('-l', 'a'), {
    namespaces: [],
    selector: 'a',
    amount: 'all',
    keepLastReady: false,
    maxNamespacePercent: 100,
  });
  t.throws(() => who(), { code: 'CHAOS_USAGE' });
});

t.test('every flag arrives, and none that was not given', async (t) => {
  t.same(plan('--all'), { namespaces: [], amount: 'all', keepLastReady: true });
  const everything =
    '-n a -n b -l app=web --field-selector=x=y --annotation=c=d --owner=Job --name-pattern=w.* --node=n1 --phase=Running --min-age=1m --exclude=e --exclude-name=f --seed=7 --max-percent=100 --allow-last-ready --all -p p1';
  t.same(plan(...everything.split(' ')), {
    namespaces: ['a', 'b'],
    names: ['p1'],
    selector: 'app=web',
    fieldSelector: 'x=y',
    annotations: 'c=d',
    owner: 'Job',
    namePattern: 'w.*',
    nodes: ['n1'],
    phases: ['Running'],
    minAgeMs: 60_000,
    exclude: { selector: 'e', namePattern: 'f' },
    amount: 'all',
    seed: '7',
    maxNamespacePercent: 100,
    keepLastReady: false,
  });
});
