import fc from 'fast-check';
import t from 'tap';
import { readGoldpinger } from '../../../../page/panels/goldpinger/read-goldpinger.ts';

t.test('whatever is answered is read, and nothing is taken for a call that went well', (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ calls: fc.array(fc.jsonValue()) })), (answer) => {
      const { calls, pods, silent } = readGoldpinger(answer);
      const isFine = calls.every(({ isOk, ms }) => !isOk || (ms !== undefined && ms >= 0));
      return isFine && Array.isArray(pods) && Array.isArray(silent);
    }),
  );
  t.same(readGoldpinger({ calls: [{ from: 'a', to: 'b', ok: true, ms: null }] }).calls[0]?.isOk, false);
  t.end();
});
