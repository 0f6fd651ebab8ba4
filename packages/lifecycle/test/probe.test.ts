import fc from 'fast-check';
import t from 'tap';
import { createProbeWorker, isProbeDue, meetContainer, recordProbe, type ProbeKind } from '../src/index.ts';

const THREE = { successThreshold: 1, failureThreshold: 3 };

t.test('before the first result', async (t) => {
  t.equal(createProbeWorker('liveness').result, 'success');
  t.equal(createProbeWorker('readiness').result, 'failure');
  t.equal(createProbeWorker('startup').result, 'unknown');
});

t.test('liveness fails at the third failure in a row and then waits for a new container', async (t) => {
  const worker = createProbeWorker('liveness');
  t.notOk(recordProbe(worker, false, THREE));
  t.notOk(recordProbe(worker, false, THREE));
  t.notOk(recordProbe(worker, true, THREE));
  t.notOk(recordProbe(worker, false, THREE), 'a success in between starts the count anew');
  t.notOk(recordProbe(worker, false, THREE));
  t.equal(worker.result, 'success');
  t.ok(recordProbe(worker, false, THREE));
  t.equal(worker.result, 'failure');
  t.notOk(isProbeDue(worker, 0, 60_000, true), 'on hold');
  meetContainer(worker);
  t.equal(worker.result, 'success');
  t.ok(isProbeDue(worker, 0, 0, true));
  t.notOk(recordProbe(worker, false, THREE), 'and the failures that killed are forgotten');
  t.notOk(recordProbe(worker, false, THREE));
  t.ok(recordProbe(worker, false, THREE));
});

t.test('readiness is never on hold, and its count goes on across containers', async (t) => {
  const worker = createProbeWorker('readiness');
  t.ok(recordProbe(worker, true, THREE));
  recordProbe(worker, false, THREE);
  recordProbe(worker, false, THREE);
  meetContainer(worker);
  t.equal(worker.result, 'failure');
  t.notOk(recordProbe(worker, false, THREE), 'failure already is what counts');
  t.ok(isProbeDue(worker, 0, 0, true));
  t.ok(recordProbe(worker, true, THREE));
  t.notOk(recordProbe(worker, true, THREE));
});

t.test('the initial delay is counted in whole seconds of the container', async (t) => {
  const worker = createProbeWorker('liveness');
  t.notOk(isProbeDue(worker, 2, 1999, true));
  t.ok(isProbeDue(worker, 2, 2000, true));
});

t.test('a startup probe goes before the others and ends when it has passed', async (t) => {
  const due = (kind: ProbeKind, hasStarted: boolean) => isProbeDue(createProbeWorker(kind), 0, 0, hasStarted);
  t.same([due('startup', false), due('liveness', false), due('readiness', false)], [true, false, false]);
  t.same([due('startup', true), due('liveness', true), due('readiness', true)], [false, true, true]);
});

t.test('property: the result is that of the last run long enough', async (t) => {
  const thresholds = fc.record({
    successThreshold: fc.integer({ min: 1, max: 4 }),
    failureThreshold: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 30 }), thresholds, (results, limits) => {
      const worker = createProbeWorker('readiness');
      let expected = 'failure';
      for (const [index, passed] of results.entries()) {
        const before = worker.result;
        const changed = recordProbe(worker, passed, limits);
        const needed = passed ? limits.successThreshold : limits.failureThreshold;
        const run = results.slice(Math.max(0, index + 1 - needed), index + 1);
        if (run.length === needed && run.every((each) => each === passed))
          expected = passed ? 'success' : 'failure';
        if (worker.result !== expected || changed !== (before !== worker.result)) return false;
      }
      return true;
    }),
  );
  t.pass('held');
});
