import t from 'tap';
import { judgeLifted } from '../../src/run/judge-lifted.ts';
import type { Outcome } from '../../src/run/target-result.ts';

const OOM = { kind: 'fill-memory', amount: { percent: 100 }, untilOom: true } as const;
const EVICT = { kind: 'fill-disk', volume: 'data', bytes: 1, untilEvicted: true } as const;
const PROBES = { restarts: 0, wasUnready: false, failures: [], nodeCutOff: false };
const DIED: Outcome = {
  outcome: 'failed',
  mended: true,
  end: 'untouched',
  error: { code: 'CHAOS_SET_UP', message: 'its agent died without a proof: exit code 137 (OOMKilled)' },
};

t.test('until the OOM killer comes: whom it took is what was hit', async (t) => {
  t.match(judgeLifted(OOM, { ...DIED, probes: { ...PROBES, oomKilled: ['pod-chaos-abcd1234', 'main'] } }), {
    outcome: 'hit',
    hits: 2,
    error: undefined,
  });
  const held: Outcome = { outcome: 'hit', hits: 5, mended: true, end: 'mended' };
  t.match(judgeLifted(OOM, held), { outcome: 'missed', hits: 0 }, 'nobody was killed');
  t.equal(judgeLifted(OOM, DIED), DIED, 'killed by something else');
});

t.test('until the pod is evicted', async (t) => {
  const gone: Outcome = { outcome: 'unknown', mended: true, end: 'gone' };
  t.match(judgeLifted(EVICT, { ...gone, probes: { ...PROBES, evicted: true } }), { outcome: 'hit', hits: 1 });
  t.equal(judgeLifted(EVICT, gone), gone, 'deleted by somebody');
});

t.test('others are left as they are', async (t) => {
  const outcome: Outcome = { ...DIED, probes: { ...PROBES, oomKilled: ['main'], evicted: true } };
  const { untilOom: _, ...guarded } = OOM;
  t.equal(judgeLifted(guarded, outcome), outcome);
  t.equal(judgeLifted({ kind: 'burn', cores: 1, percent: 1 }, outcome), outcome);
});
