import t from 'tap';
import { sourceWords } from '../../../page/shell/source-words.ts';

t.test('how much is known, and how much is not', async (t) => {
  t.equal(sourceWords({ asked: 48, by: 'address', missed: 0 }), '48 podders tell');
  t.equal(
    sourceWords({ asked: 48, by: 'proxy', missed: 3 }),
    '48 podders tell through the API server; 3 ends unknown',
  );
  t.equal(sourceWords({ asked: 0, by: 'none', missed: 0 }), 'no podder answers: known by last words alone');
  t.equal(
    sourceWords({ asked: 0, missed: 1 }),
    'no podder answers: known by last words alone; 1 ends unknown',
  );
});
