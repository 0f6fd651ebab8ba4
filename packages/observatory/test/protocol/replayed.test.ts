import t from 'tap';
import { replayed } from '../../src/protocol/replayed.ts';

t.test('a replay remembers what was recorded, of another replay too', async (t) => {
  const source = { kind: 'synthetic', name: 'made up', namespace: 'lab', selector: '' } as const;
  const once = replayed(source, 'a.ndjson');
  t.same(once, { ...source, kind: 'replay', name: 'a.ndjson', recorded: 'synthetic' });
  t.same(replayed(once, 'b.ndjson'), { ...once, name: 'b.ndjson' });
});
