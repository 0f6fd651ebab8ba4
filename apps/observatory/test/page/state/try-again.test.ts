import t from 'tap';
import { tryAgain } from '../../../page/state/try-again.ts';

t.test('what fails at first is loaded after all', async (t) => {
  let tries = 0;
  const loaded = await tryAgain(async () => {
    tries++;
    if (tries < 3) throw new Error('broken off');
    return 'a part';
  });
  t.same([loaded, tries], ['a part', 3]);
});
