/** What a key does. */
export type Action =
  | 'search'
  | 'play'
  | 'step-back'
  | 'step-on'
  | 'slower'
  | 'faster'
  | 'newest'
  | 'theme'
  | 'export'
  | 'hit'
  | 'help'
  | 'clear'
  | `tab-${1 | 2 | 3 | 4 | 5 | 6}`;

/** Every key of the page, and what it does in words; arrows and Enter belong to the panel that has the focus. */
export const KEYS: readonly Readonly<{ key: string; shown: string; action: Action; words: string }>[] = [
  { key: '/', shown: '/', action: 'search', words: 'search' },
  { key: ' ', shown: 'Space', action: 'play', words: 'play or pause' },
  { key: ',', shown: ',', action: 'step-back', words: 'one change back' },
  { key: '.', shown: '.', action: 'step-on', words: 'one change on' },
  { key: '[', shown: '[', action: 'slower', words: 'half as fast' },
  { key: ']', shown: ']', action: 'faster', words: 'twice as fast' },
  { key: 'l', shown: 'L', action: 'newest', words: 'back to the newest' },
  { key: '1', shown: '1', action: 'tab-1', words: 'graph' },
  { key: '2', shown: '2', action: 'tab-2', words: 'heatmap' },
  { key: '3', shown: '3', action: 'tab-3', words: 'distributions' },
  { key: '4', shown: '4', action: 'tab-4', words: 'podders' },
  { key: '5', shown: '5', action: 'tab-5', words: 'Events' },
  { key: '6', shown: '6', action: 'tab-6', words: 'raw' },
  { key: 't', shown: 'T', action: 'theme', words: 'colours: auto, dark, light' },
  { key: 'e', shown: 'E', action: 'export', words: 'export' },
  { key: 'x', shown: 'X', action: 'hit', words: 'in a game: hit the chosen pod' },
  { key: '?', shown: '?', action: 'help', words: 'this' },
  { key: 'Escape', shown: 'Esc', action: 'clear', words: 'close, let go of what is chosen' },
];

/** Elements that take signs, and those that have a use of their own for the space bar. */
const TYPED_INTO = new Set(['INPUT', 'SELECT', 'TEXTAREA']);
const PRESSED = new Set(['BUTTON', 'SUMMARY', 'A']);

/** What a key does where it was pressed; undefined where it belongs to what has the focus. */
export function actionOf(
  { key, ctrlKey, metaKey, altKey }: Readonly<Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>>,
  on: Readonly<{ tagName: string; type?: string }>,
): Action | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const pressed = key.length === 1 ? key.toLowerCase() : key;
  const action = KEYS.find((each) => each.key === pressed)?.action;
  if (action === 'clear') return action;
  const takesSigns = TYPED_INTO.has(on.tagName) && on.type !== 'range' && on.type !== 'checkbox';
  if (takesSigns) return undefined;
  if (key === ' ' && (PRESSED.has(on.tagName) || on.type === 'checkbox')) return undefined;
  return action;
}
