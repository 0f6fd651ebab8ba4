import { PassThrough } from 'node:stream';
import t from 'tap';
import { text } from 'node:stream/consumers';
import { until } from '../../../../../scripts/testing/until.ts';
import { createForwardPairs, type ForwardPair } from '../../../src/api/streams/forward-pairs.ts';
import type { SpdyStream } from '../../../src/spdy/stream.ts';

function stream(id: number, headers: Record<string, string>): SpdyStream {
  return { id, headers: new Map(Object.entries(headers)), duplex: new PassThrough() };
}

t.test('streams that belong together', async (t) => {
  const found: ForwardPair[] = [];
  const pairs = createForwardPairs((pair) => found.push(pair));
  t.teardown(pairs.close);
  t.ok(pairs.add(stream(1, { streamtype: 'error', port: '80', requestid: '0' })));
  t.ok(pairs.add(stream(3, { streamtype: 'data', port: '81', requestid: '1' })));
  t.ok(pairs.add(stream(5, { streamtype: 'error', port: '81', requestid: '1' })));
  t.ok(pairs.add(stream(7, { streamtype: 'data', port: '80', requestid: '0' })));
  t.match(found, [
    { port: 81, data: { id: 3 }, errors: { id: 5 } },
    { port: 80, data: { id: 7 }, errors: { id: 1 } },
  ]);
  t.ok(pairs.add(stream(9, { streamtype: 'error', port: '82' })), 'old clients number nothing');
  t.ok(pairs.add(stream(11, { streamtype: 'data', port: '82' })));
  t.match(found[2], { port: 82, data: { id: 11 }, errors: { id: 9 } });
});

t.test('streams that make no sense are refused', async (t) => {
  const pairs = createForwardPairs(() => t.fail('they are no pair'));
  t.teardown(pairs.close);
  const cases: Record<string, string>[] = [
    { streamtype: 'data' },
    { streamtype: 'data', port: '0' },
    { streamtype: 'data', port: '65536' },
    { streamtype: 'data', port: '8o' },
    { port: '80' },
    { streamtype: 'stdin', port: '80' },
  ];
  for (const headers of cases) t.notOk(pairs.add(stream(1, headers)), JSON.stringify(headers));
  t.ok(pairs.add(stream(1, { streamtype: 'data', port: '80', requestid: '0' })));
  t.notOk(pairs.add(stream(3, { streamtype: 'data', port: '80', requestid: '0' })), 'a second one');
});

t.test('one whose other half never comes is given up', async (t) => {
  const pairs = createForwardPairs(() => t.fail('there is no pair'), 1);
  const errors = stream(1, { streamtype: 'error', port: '80', requestid: 'x' });
  const data = stream(3, { streamtype: 'data', port: '80', requestid: 'y' });
  t.ok(pairs.add(errors) && pairs.add(data));
  // The limit is no reason to stay for, so that something else has to be.
  const alive = setInterval(() => {}, 1_000);
  t.teardown(() => clearInterval(alive));
  t.equal(await text(errors.duplex), '(request=x) timed out waiting for streams');
  await until('the end of the data', () => data.duplex.destroyed);
});
