import fc from 'fast-check';
import t from 'tap';
import { droppedFields } from '../../src/preflight/dropped-fields.ts';

t.test('the highest field that is gone, also in lists', async (t) => {
  const rules = [{ action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [3] } }];
  const sent = { spec: { containers: [{ name: 'a' }, { name: 'b', restartPolicyRules: rules }] } };
  const kept = { spec: { containers: [{ name: 'a' }, { name: 'b' }], more: 1 } };
  t.same(droppedFields(sent, kept), ['spec.containers[1].restartPolicyRules']);
  t.same(droppedFields(sent, { spec: { containers: [{ name: 'a' }] } }), ['spec.containers[1]']);
  t.same(droppedFields(sent, {}), ['spec']);
  t.same(
    droppedFields({ a: { toString: 'x' } }, { a: {} }),
    ['a.toString'],
    'what all objects inherit is not kept',
  );
});

t.test('values written another way, additions and what means nothing are no loss', async (t) => {
  t.same(droppedFields({ memory: '1024Mi', n: '0.5' }, { memory: '1Gi', n: '500m', uid: 'x' }), []);
  t.same(droppedFields({ a: null, b: '', c: false, d: 0, e: [], f: {} }, {}), []);
});

t.test('nothing is lost of what is kept, whatever it is; and what is taken out is named', async () => {
  const json = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.jsonValue(), { maxKeys: 5 });
  fc.assert(fc.property(json, (object) => droppedFields(object, structuredClone(object)).length === 0));
  fc.assert(
    fc.property(json, fc.stringMatching(/^[a-z]{1,6}$/), (object, name) => {
      const { [name]: _gone, ...rest } = object;
      const found = droppedFields({ ...rest, [name]: 'x' }, rest);
      return found.length === 1 && found[0] === name;
    }),
  );
});
