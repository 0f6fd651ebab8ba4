import t from 'tap';
import { readFlags } from '@pod-contagion/command-line';
import { usageError } from '../../src/errors.ts';
import { PREFLIGHT_FLAGS } from '../../src/flags/preflight.ts';
import { PROBE_FLAGS, type ProbeFlags } from '../../src/flags/probe.ts';
import { planProbe } from '../../src/plans/probe.ts';
import { switchCases, tryMatrix, type Matrix } from './matrix.ts';

const DURATION = 'such as 500 (milliseconds), 10s or 2m, got';
const RATE = 'requests a second from 0.01 to 1000, got';
const URL = 'a URL, such as http://10.0.0.1:8080/, got';

const MATRIX: Matrix<ProbeFlags> = {
  url: {
    right: [
      [['http://a/'], 'http://a/'],
      [['--url', 'http://a/'], 'http://a/'],
    ],
    wrong: [[['--url='], `${URL} ""`]],
  },
  rate: {
    right: [
      [['--rate', '50'], 50],
      [['--rate=0.5'], 0.5],
      [['--rate=1000'], 1_000],
    ],
    wrong: [
      [['--rate', '0'], `${RATE} "0"`],
      [['--rate', '1001'], `${RATE} "1001"`],
      [['--rate', 'fast'], `${RATE} "fast"`],
    ],
  },
  duration: {
    right: [[['--duration', '10s'], 10_000]],
    wrong: [[['--duration', '0'], `a duration from 1 ms to 8760h, ${DURATION} "0"`]],
  },
  count: {
    right: [[['--count', '3'], 3]],
    wrong: [[['--count', '0'], 'a whole number from 1 to 1000000000, got "0"']],
  },
  timeout: {
    right: [[['--timeout', '500'], 500]],
    wrong: [
      [['--timeout', '9'], `a duration from 10 ms to 60s, ${DURATION} "9"`],
      [['--timeout', '61s'], `a duration from 10 ms to 60s, ${DURATION} "61s"`],
    ],
  },
  expect: {
    right: [[['--expect', '2xx,404'], '2xx,404']],
    wrong: [[['--expect='], 'statuses: 200, 2xx, 200-299, any, several with commas, got ""']],
  },
  method: { right: [[['--method', 'HEAD'], 'HEAD']], wrong: [[['--method='], 'an HTTP method, got ""']] },
  header: {
    right: [
      [
        ['--header', 'a: b', '--header=c:d'],
        ['a: b', 'c:d'],
      ],
    ],
    wrong: [[['--header', 'a b'], `a header, such as 'accept: text/html', got "a b"`]],
  },
  data: { right: [[['--data', 'action=achoo'], 'action=achoo']], wrong: [[['--data='], 'any text, got ""']] },
  connections: {
    right: [[['--connections', 'new'], 'new']],
    wrong: [[['--connections', 'old'], 'new or kept or both, got "old"']],
  },
  insecure: switchCases('insecure'),
  samples: switchCases('samples'),
  'fail-after': {
    right: [[['--fail-after', '0'], 0]],
    wrong: [[['--fail-after', 'never'], `a duration from 0, ${DURATION} "never"`]],
  },
  json: switchCases('json'),
};

tryMatrix(t, PROBE_FLAGS, MATRIX);

t.test('what is asked for', async (t) => {
  const plan = (...argv: string[]): unknown => planProbe(readFlags(PROBE_FLAGS, argv, usageError));
  t.same(plan('http://a'), { url: 'http://a', headers: {}, insecure: false });
  t.same(
    plan('http://a', '--data', 'x', '--header', 'a:  b:c ', '--connections=kept', '--rate=2', '--insecure'),
    {
      url: 'http://a',
      headers: { a: 'b:c', 'content-type': 'application/x-www-form-urlencoded' },
      insecure: true,
      method: 'POST',
      body: 'x',
      connections: ['kept'],
      ratePerSecond: 2,
    },
  );
  t.match(plan('http://a', '--data', 'x', '--method', 'PUT', '--connections=both'), {
    method: 'PUT',
    connections: undefined,
  });
});

t.test('the flags of preflight', async (t) => {
  const read = (...argv: string[]): unknown => readFlags(PREFLIGHT_FLAGS, argv, usageError);
  t.match(read('--fault', 'delete', '--fault=network', '--in-pod', '--check-nodes'), {
    fault: ['delete', 'network'],
    'in-pod': true,
    'check-nodes': true,
  });
  t.throws(() => read('--fault', 'delete', '--fault', 'fire'), {
    message: /^--fault expects delete or evict or .* or slow or fail or .* or flush, got "fire"$/,
  });
});
