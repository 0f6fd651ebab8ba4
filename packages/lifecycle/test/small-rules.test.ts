import t from 'tap';
import { graceMs, restartsAfter } from '../src/index.ts';

t.test('grace: the deletion goes before the probe, the probe before the pod; never under 2 s', async (t) => {
  t.equal(graceMs({ podMs: 30_000 }), 30_000);
  t.equal(graceMs({ podMs: 30_000, probeMs: 5_000 }), 5_000);
  t.equal(graceMs({ podMs: 30_000, probeMs: 5_000, deletionMs: 60_000 }), 60_000);
  t.equal(graceMs({ podMs: 30_000, deletionMs: 0 }), 2_000);
});

t.test('restart policies', async (t) => {
  t.same(
    [0, 1].map((code) => restartsAfter(code, 'Always')),
    [true, true],
  );
  t.same(
    [0, 1].map((code) => restartsAfter(code, 'OnFailure')),
    [false, true],
  );
  t.same(
    [0, 1].map((code) => restartsAfter(code, 'Never')),
    [false, false],
  );
});
