import t from 'tap';
import { actionOf, KEYS } from '../../../page/shell/key-actions.ts';

const press = (key: string, modifiers: object = {}): Parameters<typeof actionOf>[0] => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
});
const BODY = { tagName: 'BODY' };

t.test('each key does one thing', async (t) => {
  t.equal(new Set(KEYS.map(({ key }) => key)).size, KEYS.length);
  for (const { key, action } of KEYS) t.equal(actionOf(press(key), BODY), action, key);
  t.equal(actionOf(press('T', { shiftKey: true }), BODY), 'theme');
});

t.test('what belongs to the focus, or the browser, is left to it', async (t) => {
  t.equal(actionOf(press('t'), { tagName: 'INPUT', type: 'search' }), undefined);
  t.equal(actionOf(press('Escape'), { tagName: 'INPUT', type: 'search' }), 'clear');
  t.equal(actionOf(press(' '), { tagName: 'BUTTON' }), undefined);
  t.equal(actionOf(press(','), { tagName: 'BUTTON' }), 'step-back');
  t.equal(actionOf(press(' '), { tagName: 'INPUT', type: 'range' }), 'play');
  t.equal(actionOf(press('l', { ctrlKey: true }), BODY), undefined);
  t.equal(actionOf(press('Tab'), BODY), undefined);
});
