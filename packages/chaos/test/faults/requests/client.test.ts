import t from 'tap';
import { describeFault } from '../../../src/faults/describe-fault.ts';
import { GRPC_STATUSES, parseGrpcStatus } from '../../../src/faults/requests/grpc-status.ts';
import { ALWAYS, requestFault, UNAVAILABLE } from './testing/fault.ts';

t.test('in a few words', async (t) => {
  t.equal(
    describeFault(
      requestFault(
        { delay: { averageMs: 250, variationMs: 50 }, bytesPerSecond: 100 },
        {
          methods: ['GET', 'PUT'],
          paths: ['/api'],
          headers: [{ name: 'a', value: 'b' }, { name: 'c' }],
          excludedPaths: ['/api/health'],
        },
      ),
    ),
    'delay 250 ms ± 50 ms, bodies at 100 bytes/s, requests GET or PUT /api with a: b and c, not /api/health, port 8080, on eth0',
  );
  const said = (first: number, rate: number): string =>
    describeFault(requestFault({ failure: { first, rate, how: UNAVAILABLE } }));
  t.equal(said(0, 0.125), 'answer 503 for 12.5 %, requests, port 8080, on eth0');
  t.equal(said(3, 0), 'answer 503 for the first 3, requests, port 8080, on eth0');
  t.equal(said(3, 1), 'answer 503 for the first 3, then all, requests, port 8080, on eth0');
  const how = { do: 'grpc', status: 14, message: '' } as const;
  t.equal(
    describeFault(requestFault({ failure: { ...ALWAYS, how } }, {}, { calls: 'grpc' })),
    'status UNAVAILABLE for all, calls of gRPC, port 8080, on eth0',
  );
  t.match(describeFault(requestFault({ failure: { ...ALWAYS, how: { do: 'reset' } } })), /^reset for all/);
});

t.test('statuses of gRPC', async (t) => {
  t.equal(GRPC_STATUSES.length, 17);
  t.same(['14', 'unavailable', 'UNAUTHENTICATED', '1'].map(parseGrpcStatus), [14, 14, 16, 1]);
  for (const wrong of ['', '0', 'OK', '17', '-1', '1.5', 'constructor'])
    t.equal(parseGrpcStatus(wrong), undefined, wrong);
});
