import t from 'tap';
import {
  fillFile,
  folderOf,
  runOfFile,
  volumeFolders,
  volumesValue,
} from '../../../src/faults/resources/volumes.ts';

t.test('where volumes are is told and read', async (t) => {
  const env = { POD_CHAOS_VOLUMES: volumesValue(['data', 'work']) };
  t.same(
    [...volumeFolders(env)],
    [
      ['data', '/pod-chaos/data'],
      ['work', '/pod-chaos/work'],
    ],
  );
  t.equal(folderOf('work', env), '/pod-chaos/work');
  t.throws(() => folderOf('other', env), { code: 'CHAOS_SET_UP' });
  t.same([...volumeFolders({})], []);
});

t.test('a file tells its run, one of somebody else does not', async (t) => {
  t.equal(fillFile('/v', 'abcd1234'), '/v/.pod-chaos-fill-abcd1234');
  t.equal(runOfFile('.pod-chaos-fill-abcd1234'), 'abcd1234');
  for (const other of [
    '.pod-chaos-fill-',
    '.pod-chaos-fill-abcd12345',
    'pod-chaos-fill-abcd1234',
    'data.db',
  ]) {
    t.equal(runOfFile(other), undefined, other);
  }
});
