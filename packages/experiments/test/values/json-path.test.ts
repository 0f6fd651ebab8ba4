import t from 'tap';
import { readJsonPath } from '../../src/values/json-path.ts';

const DATA = {
  items: [
    { name: 'a', size: 1, ok: true },
    { name: 'x=1 and more', size: 5, ok: false },
  ],
};

t.test('paths as Chaos Toolkit takes them', async (t) => {
  const cases: Readonly<Record<string, unknown>> = {
    '$.items[*].name': ['a', 'x=1 and more'],
    'items[0].name': ['a'],
    '$.items[?(@.size > 2)].name': ['x=1 and more'],
    '$.items.*[?(@.size = 1)].name': ['a'],
    '$.items.*[?(@.size = 1 and not @.ok = false)].name': ['a'],
    '$.items[?(@.name = "x=1 and more" or @.size = 1)].size': [1, 5],
    '$..size': [1, 5],
    '$.items[?(@.size == $.items[0].size)].name': ['a'],
    '$.none': [],
    $: [DATA],
  };
  for (const [path, expected] of Object.entries(cases)) {
    const read = readJsonPath(path);
    t.same(typeof read === 'string' ? read : read(DATA), expected, path);
  }
});

t.test('what is none', async (t) => {
  for (const path of ['', ' ', '$.a[', '$[?(', '$.items[?contains(@.a, 1)]']) {
    t.equal(typeof readJsonPath(path), 'string', path);
  }
});
