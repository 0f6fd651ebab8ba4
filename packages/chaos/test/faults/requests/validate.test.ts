import fc from 'fast-check';
import t from 'tap';
import type { RequestFaultSpec } from '../../../src/faults/requests/spec.ts';
import { validateFault } from '../../../src/faults/validate-fault.ts';
import { ALWAYS, requestFault, UNAVAILABLE } from './testing/fault.ts';

const delay = { averageMs: 100, variationMs: 20 };
const FULL: RequestFaultSpec = {
  ...requestFault(
    { delay, failure: { first: 3, rate: 0.5, how: UNAVAILABLE }, bytesPerSecond: 10 },
    {
      methods: ['GET'],
      paths: ['/a', '*.png'],
      headers: [{ name: 'X-A', value: 'b' }, { name: 'C' }],
      excludedPaths: ['/health'],
    },
  ),
  proxyPort: 9_000,
  except: ['10.0.0.7', 'fd00::/8'],
  sparesNode: true,
};

t.test('what is right stays as it is', async (t) => {
  for (const fault of [
    FULL,
    requestFault({ delay }),
    requestFault({ failure: { ...ALWAYS, how: { do: 'reset' } } }),
    requestFault(
      { failure: { ...ALWAYS, how: { do: 'grpc', status: 14, message: 'ü' } } },
      {},
      { calls: 'grpc' },
    ),
  ]) {
    t.same(validateFault(JSON.parse(JSON.stringify(fault))), fault);
  }
});

t.test('what is wrong is named', async (t) => {
  const failing = (how: object, more: object = {}): object => ({
    ...requestFault({}),
    ...more,
    effect: { failure: { ...ALWAYS, how } },
  });
  for (const [wrong, message] of [
    [{ ...FULL, port: 0 }, 'fault.port: expected a whole number from 1 to 65535, got 0'],
    [{ ...FULL, prot: 1 }, /^fault: expected to have only kind, .*, got a field "prot"$/],
    [{ ...FULL, proxyPort: 8_080 }, "fault.proxyPort: expected another port than the pod's own, got 8080"],
    [
      { ...FULL, interface: 'lo' },
      'fault.interface: expected an interface to other pods, since probes and sidecars use lo, got "lo"',
    ],
    [{ ...FULL, except: ['x'] }, /^fault\.except\.0: expected an IPv4 or IPv6 address/],
    [requestFault({}), 'fault.effect: expected at least one of delay, failure, bytesPerSecond, got {}'],
    [
      requestFault({ delay: { averageMs: 5, variationMs: 6 } }),
      /variationMs: expected at most the average, 5, got 6/,
    ],
    [requestFault({ delay: { averageMs: 0, variationMs: 0 } }), /averageMs: expected a delay above 0, got 0/],
    [requestFault({ failure: { first: 0, rate: 0, how: UNAVAILABLE } }), /rate: expected a share above 0/],
    [
      requestFault({ delay }, { paths: ['api'] }),
      'fault.match.paths.0: expected a path that begins with / or *, got "api"',
    ],
    [
      requestFault({ delay }, { headers: [{ name: 'a b' }] }),
      /headers\.0\.name: expected the name of a header/,
    ],
    [
      failing({ do: 'answer', code: 99, headers: [], body: '' }),
      /code: expected a whole number from 200 to 599, got 99/,
    ],
    [failing({ ...UNAVAILABLE, headers: [['A', 'b\r\nC: d']] }), /headers\.0: expected a name and a value/],
    [
      failing({ ...UNAVAILABLE, headers: [['Content-Length', '5']] }),
      /expected no header that says how the body ends/,
    ],
    [failing({ do: 'grpc', status: 14, message: '' }), /do: expected answer or reset, got "grpc"/],
    [failing(UNAVAILABLE, { calls: 'grpc' }), /do: expected grpc or reset, got "answer"/],
    [failing({ do: 'reset', code: 5 }), /expected to have only do, got a field "code"/],
  ] as const) {
    t.throws(() => validateFault(wrong), { code: 'CHAOS_USAGE', message });
  }
});

t.test('whatever comes, it is taken or refused by a sentence', async () => {
  const fields = Object.entries(FULL).map(([name, value]) => [
    name,
    fc.oneof(fc.constant(value), fc.jsonValue()),
  ]);
  const faults = fc.record(Object.fromEntries(fields), { requiredKeys: [] });
  fc.assert(
    fc.property(faults, (fault) => {
      try {
        validateFault(fault);
      } catch (error) {
        return (error as { code?: unknown }).code === 'CHAOS_USAGE';
      }
      return true;
    }),
  );
});
