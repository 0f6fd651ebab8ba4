import fc from 'fast-check';
import t from 'tap';
import { readHash, writeHash } from '../../../page/state/address.ts';

t.test('an address is written as people write it', async (t) => {
  t.equal(writeHash(new Map()), '');
  t.equal(
    writeHash(
      new Map([
        ['sel', 'app=podder'],
        ['q', 'gen>3 node=a'],
      ]),
    ),
    '#sel=app=podder&q=gen>3%20node=a',
  );
});

t.test('whatever is written is read again', async (t) => {
  const key = fc.stringMatching(/^[a-z][a-z.]{0,10}$/);
  fc.assert(
    fc.property(fc.dictionary(key, fc.string()), (of) => {
      const map = new Map(Object.entries(of));
      t.same(readHash(writeHash(map)), map);
    }),
    { numRuns: 100 },
  );
});

t.test('nothing that is typed there breaks it', async (t) => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      readHash(`#${text}`);
    }),
    { numRuns: 200 },
  );
  t.same(readHash('#a&=b&pod=%zz'), new Map([['pod', '%zz']]));
});
