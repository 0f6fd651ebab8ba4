import t from 'tap';
import { createUndoStack } from '../src/undo-stack.ts';

t.test('the last done is taken back first, each after the one before it', async (t) => {
  const undo = createUndoStack();
  const undone: string[] = [];
  undo.push(() => void undone.push('first'));
  undo.push(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    undone.push('second');
  });
  undo.push(() => void undone.push('third'));
  const unwinding = undo.unwind();
  t.equal(undo.unwind(), unwinding, 'once, however often');
  await unwinding;
  await undo.unwind();
  t.same(undone, ['third', 'second', 'first']);
});

t.test('what fails does not keep the rest from being taken back', async (t) => {
  const undo = createUndoStack();
  const undone: string[] = [];
  undo.push(() => void undone.push('first'));
  undo.push(() => Promise.reject(new Error('later')));
  undo.push(() => {
    throw new Error('sooner');
  });
  await t.rejects(undo.unwind(), { message: 'sooner' });
  await t.rejects(undo.unwind(), { message: 'sooner' }, 'also who asks again');
  t.same(undone, ['first']);
});
