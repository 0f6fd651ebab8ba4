import t from 'tap';
import { FaultWitness } from '../../src/run/fault-witness.ts';
import { verdictOf } from '../../src/run/report.ts';

const APPLIED = { event: 'applied', run: 'r', at: '', endsAt: 'then', steps: ['a', 'b'] } as const;
const WHY = 'pod shop/web is gone';
const effect = (hits: number) =>
  ({ event: 'effect', run: 'r', at: '', effect: { hits, unit: 'packets' } }) as const;

t.test('a fault that was in place', async (t) => {
  const witness = new FaultWitness();
  witness.see(APPLIED);
  t.equal(witness.mayBeLeft(), '; may be left: a, b, which the agent itself is to remove at then');
  const unknown = witness.ofGone(WHY, { is: 'something' });
  t.match(unknown, {
    outcome: 'unknown',
    mended: true,
    end: 'gone',
    error: { code: 'CHAOS_UNKNOWN_EFFECT' },
  });
  witness.see(effect(0));
  t.notOk('hits' in witness.ofGone(WHY, { is: 'something' }), 'there was time for some after that count');
  witness.see(effect(3));
  witness.see(effect(2));
  t.match(witness.ofGone(WHY, { is: 'everything', endedMs: 1e9 }), {
    outcome: 'hit',
    hits: 3,
    inEffectMs: 0,
  });
});

t.test('a fault that nobody saw in place', async (t) => {
  const of = (is: 'something' | 'nothing') => new FaultWitness().ofGone(WHY, { is });
  t.match(new FaultWitness().ofGone(WHY, { is: 'everything', endedMs: 0 }), {
    outcome: 'failed',
    hits: 0,
    end: 'untouched',
    error: { code: 'CHAOS_AGENT_NOT_STARTED', message: `${WHY}, before the fault was in place` },
  });
  t.match(of('something'), { outcome: 'unknown', end: 'gone', error: { message: /nobody knows/ } });
  t.match(of('nothing'), { outcome: 'failed', end: 'gone', error: { message: /was not seen to run/ } });
  for (const is of ['something', 'nothing'] as const) t.notOk('hits' in of(is));
  t.equal(new FaultWitness().mayBeLeft(), '');
});

t.test('what is unknown is worse than what held, and better than what is known to have missed', async (t) => {
  const of = (...outcomes: ('hit' | 'missed' | 'unknown' | 'failed')[]) =>
    verdictOf(
      outcomes.map((outcome) => ({ pod: { namespace: '', name: '', uid: '' }, outcome, mended: true })),
    );
  t.equal(of('hit', 'unknown'), 'unknown');
  t.equal(of('hit', 'unknown', 'missed'), 'no-effect');
  t.equal(of('unknown', 'failed'), 'failed');
  t.equal(of('hit'), 'held');
});
