import t from 'tap';
import { validateFault, type RequestFaultSpec } from '@pod-contagion/chaos/faults';
import { readFlags } from '@pod-contagion/command-line';
import { usageError } from '../../src/errors.ts';
import { FAIL_FLAGS } from '../../src/flags/fail.ts';
import { SLOW_FLAGS } from '../../src/flags/slow.ts';
import { planFail, planSlow } from '../../src/plans/requests.ts';

const slow = (...argv: string[]): RequestFaultSpec => planSlow(readFlags(SLOW_FLAGS, argv, usageError));
const fail = (...argv: string[]): RequestFaultSpec => planFail(readFlags(FAIL_FLAGS, argv, usageError));
const MATCH = { methods: [], paths: [], headers: [], excludedPaths: [] };

t.test('slow', async (t) => {
  const plain = slow('--port', '80', '-d', '250ms', '-v', '50');
  t.same(plain, {
    kind: 'requests',
    interface: 'eth0',
    port: 80,
    calls: 'http',
    match: MATCH,
    effect: { delay: { averageMs: 250, variationMs: 50 } },
    except: [],
  });
  t.same(validateFault(plain), plain);
  t.match(slow('--port', '80', '--bytes-per-second', '100', '--grpc', '-i', 'net1'), {
    interface: 'net1',
    calls: 'grpc',
    effect: { bytesPerSecond: 100, delay: undefined },
  });
  for (const [argv, message] of [
    [['--port', '80'], 'expected --delay (-d) or --bytes-per-second, got neither'],
    [['--port', '80', '-v', '5'], '--variation (-v) expects --delay (-d) beside it'],
    [['-d', '5'], "expected --port, the port at which the pod's program listens, got none"],
  ] as const) {
    t.throws(() => slow(...argv), { code: 'CHAOS_USAGE', message });
  }
});

t.test('which requests', async (t) => {
  const argv = ['--method', 'GET', '--method', 'PUT', '--path', '/api', '--path', '*.png'];
  const headers = ['--header', 'X-User: jane', '--header', 'a=b', '--header', 'Cookie'];
  const { match } = slow('--port', '80', '-d', '1', ...argv, ...headers, '--exclude-path', '/api/health');
  t.same(match, {
    methods: ['GET', 'PUT'],
    paths: ['/api', '*.png'],
    headers: [{ name: 'X-User', value: 'jane' }, { name: 'a', value: 'b' }, { name: 'Cookie' }],
    excludedPaths: ['/api/health'],
  });
  for (const wrong of [
    ['--path', 'api'],
    ['--method', 'get'],
    ['--header', ': x'],
    ['--except', 'nobody'],
  ])
    t.throws(() => slow('--port', '80', '-d', '1', ...wrong), { code: 'CHAOS_USAGE' });
});

t.test('fail', async (t) => {
  t.same(fail('--port', '80').effect, {
    failure: { first: 0, rate: 1, how: { do: 'answer', code: 500, headers: [], body: '' } },
  });
  t.match(fail('--port', '80', '--first', '3').effect, { failure: { first: 3, rate: 0 } });
  t.match(fail('--port', '80', '--first', '3', '--rate', '10%').effect, { failure: { first: 3, rate: 0.1 } });
  t.match(fail('--port', '80', '--reset', '-d', '1s').effect, {
    failure: { how: { do: 'reset' } },
    delay: { averageMs: 1_000 },
  });
  t.match(fail('--port', '80', '--grpc-status', 'unavailable', '--grpc-message', 'later'), {
    calls: 'grpc',
    effect: { failure: { how: { do: 'grpc', status: 14, message: 'later' } } },
  });
  t.match(fail('--port', '80', '--code', '429', '--body', '', '--response-header', 'Retry-After: 1').effect, {
    failure: { how: { code: 429, headers: [['Retry-After', '1']], body: '' } },
  });
  for (const [argv, message] of [
    [['--code', '500', '--reset'], 'expected one way to fail, got --code and --reset'],
    [['--body', 'x', '--grpc-status', '3'], 'expected one way to fail, got --body and --grpc-status'],
    [['--grpc-message', 'x'], '--grpc-message expects --grpc-status beside it'],
    [['--response-header', 'A'], "--response-header expects a value as in 'A: 1', got none"],
    [['--grpc-status', 'OK'], /expects a status of gRPC other than OK/],
    [['--code', '199'], /from 200 to 599/],
  ] as const) {
    t.throws(() => fail('--port', '80', ...argv), { code: 'CHAOS_USAGE', message });
  }
});
