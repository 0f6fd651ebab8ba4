import t from 'tap';
import { CodedError } from '../src/index.ts';

class KitchenError extends CodedError<'KITCHEN_COLD' | 'KITCHEN_EMPTY'> {
  override readonly name = 'KitchenError';
}

t.test('an error has the name of its class, a code, a message and its cause', async (t) => {
  const cause = new Error('no gas');
  const error = new KitchenError('KITCHEN_COLD', 'expected a fire, got none', { cause });
  t.ok(error instanceof Error);
  t.match(error, { name: 'KitchenError', code: 'KITCHEN_COLD', message: 'expected a fire, got none', cause });
  t.equal(String(error), 'KitchenError: expected a fire, got none');
  t.match(error.stack, /^KitchenError: expected a fire|^Error: expected a fire/);
  t.notOk('cause' in new KitchenError('KITCHEN_EMPTY', 'nothing'), 'none where there is none');
});
