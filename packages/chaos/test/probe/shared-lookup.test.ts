import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { createSharedLookup, type Resolve } from '../../src/probe/shared-lookup.ts';

const BOTH = [
  { address: '::1', family: 6 },
  { address: '127.0.0.1', family: 4 },
];

t.test('one question at a time for all who ask the same', async (t) => {
  const asked: { host: string; options: object; answer: Parameters<Resolve>[2] }[] = [];
  const lookup = createSharedLookup((host, options, answer) => void asked.push({ host, options, answer }));
  const told: unknown[] = [];
  lookup('a', { all: true }, (...answer) => void told.push(answer));
  lookup('a', { all: true }, (...answer) => void told.push(answer));
  lookup('a', {}, (...answer) => void told.push(answer));
  lookup('b', { all: true, family: 4, hints: 32 }, (...answer) => void told.push(answer));
  t.match(asked, [
    { host: 'a', options: { all: true } },
    { host: 'b', options: { all: true, family: 4, hints: 32 } },
  ]);
  asked[0]?.answer(null, BOTH);
  t.same(told, [
    [null, BOTH],
    [null, BOTH],
    [null, '::1', 6],
  ]);
  const failure = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  asked[1]?.answer(failure, undefined as unknown as LookupAddress[]);
  t.same(told[3], [failure, []]);
  lookup('a', { all: true }, () => undefined);
  t.equal(asked.length, 3, 'asks anew when the answer is there');
});

t.test('the real resolver, for a real socket', async (t) => {
  const socket = connect({ host: 'localhost', port: 1, lookup: createSharedLookup() });
  const [error] = await once(socket, 'error').catch((thrown: unknown) => [thrown]);
  t.match(error, { code: 'ECONNREFUSED' });
});
