import t from 'tap';
import { readFlags, type FlagsTable } from '@pod-contagion/command-line';
import { usageError } from '../../src/errors.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from '../../src/flags/cluster.ts';
import { KILL_FLAGS, type KillFlags } from '../../src/flags/kill.ts';
import { TARGET_FLAGS, type TargetFlags } from '../../src/flags/targets.ts';
import { switchCases, tryMatrix, type Matrix } from './matrix.ts';

type Own = Omit<KillFlags, keyof TargetFlags | keyof ClusterFlags>;

const DURATION = 'such as 500 (milliseconds), 10s or 2m, got';
const ADDRESS = 'an address to listen on, such as 127.0.0.1:9102, [::1]:9102 or :9102, got';

const MATRIX: Matrix<Own> = {
  'grace-period': {
    right: [
      [['--grace-period', '30s'], 30_000],
      [['--grace-period', '30'], 30_000],
      [['--grace-period=0'], 0],
    ],
    wrong: [
      [['--grace-period=-1'], 'seconds from 0 to 86400, such as 30, or 2m, got "-1"'],
      [['--grace-period', '2d'], 'seconds from 0 to 86400, such as 30, or 2m, got "2d"'],
    ],
  },
  evict: switchCases('evict'),
  container: {
    right: [[['--container', 'web'], 'web']],
    wrong: [[['--container', 'Web'], 'the name of a container, got "Web"']],
  },
  signal: {
    right: [
      [['--signal', 'TERM'], 'SIGTERM'],
      [['--signal', 'sigkill'], 'SIGKILL'],
    ],
    wrong: [
      [['--signal', '9'], 'TERM or INT or HUP or QUIT or ABRT or USR1 or USR2 or KILL, got "9"'],
      [['--signal', 'STOP'], 'TERM or INT or HUP or QUIT or ABRT or USR1 or USR2 or KILL, got "STOP"'],
    ],
  },
  via: {
    right: [[['--via', 'exec'], 'exec']],
    wrong: [[['--via', 'ssh'], 'agent or exec or auto, got "ssh"']],
  },
  wait: switchCases('wait'),
  retry: switchCases('retry'),
  timeout: {
    right: [[['--timeout', '30s'], 30_000]],
    wrong: [[['--timeout', '0'], `a duration from 1s to 24h, ${DURATION} "0"`]],
  },
  interval: {
    right: [[['--interval', '30s'], 30_000]],
    wrong: [
      [['--interval', '30'], `a duration from 1s to 720h, ${DURATION} "30"`],
      [['--interval', '721h'], `a duration from 1s to 720h, ${DURATION} "721h"`],
    ],
  },
  cron: {
    right: [[['--cron', '*/5 * * * *'], '*/5 * * * *']],
    wrong: [[['--cron='], `a cron expression, such as '*/10 9-17 * * 1-5', got ""`]],
  },
  'time-zone': {
    right: [[['--time-zone', 'Europe/Vienna'], 'Europe/Vienna']],
    wrong: [[['--time-zone', ''], 'a time zone, such as Europe/Vienna, got ""']],
  },
  window: {
    right: [
      [
        ['--window', 'Mon-Fri 09:00-17:00', '--window=Sat 10:00-12:00'],
        ['Mon-Fri 09:00-17:00', 'Sat 10:00-12:00'],
      ],
    ],
    wrong: [[['--window='], `days and hours, such as 'Mon-Fri 09:00-17:00', got ""`]],
  },
  'exclude-day': {
    right: [[['--exclude-day', '12-25'], ['12-25']]],
    wrong: [[['--exclude-day='], 'a day, such as 12-25 or 2027-01-06, got ""']],
  },
  max: {
    right: [[['--max', '5'], 5]],
    wrong: [[['--max', '0'], 'a whole number from 1 to 100000, got "0"']],
  },
  jitter: {
    right: [[['--jitter', '5s'], 5_000]],
    wrong: [[['--jitter', '25h'], `a duration from 0 to 24h, ${DURATION} "25h"`]],
  },
  'max-runs': {
    right: [[['--max-runs', '3'], 3]],
    wrong: [[['--max-runs', '0'], 'a whole number from 1 to 100000, got "0"']],
  },
  duration: {
    right: [[['--duration', '1h'], 3_600_000]],
    wrong: [[['--duration', '10'], `a duration from 1s to 8760h, ${DURATION} "10"`]],
  },
  'no-dry-run': switchCases('no-dry-run'),
  'metrics-address': {
    right: [
      [['--metrics-address', '127.0.0.1:9102'], { host: '127.0.0.1', port: 9_102 }],
      [['--metrics-address', '[::1]:0'], { host: '::1', port: 0 }],
      [['--metrics-address=:9102'], { host: '::', port: 9_102 }],
      [['--metrics-address=fd00::1:9102'], { host: 'fd00::1', port: 9_102 }],
      [['--metrics-address=localhost:1'], { host: 'localhost', port: 1 }],
    ],
    wrong: [
      [['--metrics-address', '9102'], `${ADDRESS} "9102"`],
      [['--metrics-address', '127.0.0.1:'], `${ADDRESS} "127.0.0.1:"`],
      [['--metrics-address', '127.0.0.1:65536'], `${ADDRESS} "127.0.0.1:65536"`],
      [['--metrics-address', '[127.0.0.1]:1'], `${ADDRESS} "[127.0.0.1]:1"`],
    ],
  },
  image: {
    right: [[['--image', 'mine'], 'mine']],
    wrong: [[['--image='], 'the name of an image, got ""']],
  },
};

const common = new Set([...Object.keys(TARGET_FLAGS), ...Object.keys(CLUSTER_FLAGS)]);
const own = Object.fromEntries(Object.entries(KILL_FLAGS).filter(([name]) => !common.has(name)));
tryMatrix(t, own as unknown as FlagsTable<Own>, MATRIX);

t.test('nothing given, nothing known, nothing that is no flag', async (t) => {
  const kill = (...argv: string[]): KillFlags => readFlags(KILL_FLAGS, argv, usageError);
  t.match(kill(), { namespace: [], count: undefined, all: false, interval: undefined, json: false });
  t.throws(() => kill('--force'), {
    message: 'unknown flag --force: expected one of those that --help lists',
  });
  t.throws(() => kill('web-0'), { message: 'expected flags only, got "web-0"' });
});
