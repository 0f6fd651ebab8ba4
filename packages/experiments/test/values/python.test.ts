import t from 'tap';
import { pythonEquals, pythonText, pythonTruth } from '../../src/values/python.ts';

t.test("Python's equality, truth and text", async (t) => {
  t.ok(pythonEquals({ a: [true, 0] }, { a: [1, false] }));
  t.notOk(pythonEquals([1], [1, 2]));
  t.notOk(pythonEquals({ a: 1 }, { b: 1 }));
  t.notOk(pythonEquals('1', 1));
  t.same([null, 0, '', [], {}, false].map(pythonTruth), [false, false, false, false, false, false]);
  t.same([1, 'a', [0], { a: 0 }, true].map(pythonTruth), [true, true, true, true, true]);
  t.same([null, true, false, 1.5, 'a', [1]].map(pythonText), ['None', 'True', 'False', '1.5', 'a', '[1]']);
});
