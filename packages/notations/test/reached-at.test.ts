import t from 'tap';
import { REACHED_AT, readReachedAt, tellsReachedAt, writeReachedAt } from '../src/reached-at.ts';

const object = (annotations?: Record<string, string>) => ({ metadata: { annotations } });

t.test('where something answers is written, read and taken away', async (t) => {
  const place = { host: '127.0.0.1', ports: { 80: 12_000 } };
  const draft = object({ other: 'stays' });
  t.ok(tellsReachedAt(draft, undefined));
  writeReachedAt(draft, place);
  t.same(draft.metadata.annotations, {
    other: 'stays',
    [REACHED_AT]: '{"host":"127.0.0.1","ports":{"80":12000}}',
  });
  t.same(readReachedAt(draft), place);
  t.ok(tellsReachedAt(draft, place));
  t.notOk(tellsReachedAt(draft, undefined));
  t.notOk(tellsReachedAt(draft, { ...place, ports: {} }));
  writeReachedAt(draft, undefined);
  t.same(draft.metadata.annotations, { other: 'stays' });
});

t.test('what makes no sense counts for nothing', async (t) => {
  t.equal(readReachedAt(object()), undefined);
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"host":1,"ports":{}}',
    '{"host":"a"}',
    '{"host":"a","ports":null}',
  ]) {
    t.equal(readReachedAt(object({ [REACHED_AT]: text })), undefined, text);
  }
});
