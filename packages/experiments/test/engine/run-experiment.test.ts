/** The course of an experiment, strategy by strategy, with activities and a clock of the tests'. */
import t from 'tap';
import type { Perform } from '../../src/engine/run-state.ts';
import type { HypothesisStrategy, RollbackStrategy } from '../../src/experiment.ts';
import { experimentOf, runWith, step } from '../testing/experiment.ts';

const HYPOTHESIS = {
  'steady-state-hypothesis': { title: 'It is well', probes: [step('probe', 'well', { tolerance: true })] },
};
const METHOD = { method: [step('action', 'hurt')] };
const ROLLBACKS = { rollbacks: [step('action', 'mend')] };
const whole = experimentOf({ ...HYPOTHESIS, ...METHOD, ...ROLLBACKS });

const well: Perform = () => Promise.resolve(true);
const fails: Perform = () => Promise.reject(new Error('no answer'));

/** Is well until something hurts. */
function wellUntilHurt(): Readonly<Record<string, Perform>> {
  let isHurt = false;
  return {
    well: () => Promise.resolve(!isHurt),
    hurt: () => {
      isHurt = true;
      return Promise.resolve(null);
    },
  };
}

t.test('when the hypothesis is looked at', async (t) => {
  const orders: Readonly<Record<HypothesisStrategy, readonly string[]>> = {
    default: ['well', 'hurt', 'well', 'mend'],
    'before-method-only': ['well', 'hurt', 'mend'],
    'after-method-only': ['hurt', 'well', 'mend'],
    'during-method-only': ['well', 'hurt', 'mend'],
    continuously: ['well', 'well', 'hurt', 'well', 'mend'],
    skip: ['hurt', 'mend'],
  };
  for (const [strategy, order] of Object.entries(orders)) {
    const { journal, done } = await runWith(
      whole,
      { well },
      { hypothesisStrategy: strategy as HypothesisStrategy },
    );
    t.same(done, order, strategy);
    t.match(journal, { status: 'completed', deviated: false, 'pod-chaos': { verdict: 'held' } }, strategy);
  }
});

t.test('the experiment says its own strategies, the command line others', async (t) => {
  const own = experimentOf({
    ...whole,
    runtime: { hypothesis: { strategy: 'skip' }, rollbacks: { strategy: 'never' } },
  });
  t.same((await runWith(own, {})).done, ['hurt']);
  t.same((await runWith(own, { well }, { rollbackStrategy: 'always' })).done, ['hurt', 'mend']);
});

t.test('a hypothesis that does not hold after is a deviation', async (t) => {
  const { journal } = await runWith(whole, wellUntilHurt());
  t.match(journal, {
    status: 'completed',
    deviated: true,
    steady_states: {
      before: { steady_state_met: true, probes: [{ status: 'succeeded', tolerance_met: true }] },
      after: { steady_state_met: false, probes: [{ output: false, tolerance_met: false }] },
      during: [],
    },
    run: [{ activity: { name: 'hurt' }, status: 'succeeded', output: null }],
    rollbacks: [{ activity: { name: 'mend' } }],
    'pod-chaos': { verdict: 'deviated', why: 'after the method, well: expected true, got false' },
  });
});

t.test('before: nothing is done where it does not hold', async (t) => {
  const unmet = await runWith(whole, { well: () => Promise.resolve(false) });
  t.same(unmet.done, ['well', 'mend'], 'rollbacks are played, as chaoslib does for what is completed');
  t.match(unmet.journal, {
    status: 'completed',
    deviated: false,
    run: [],
    'pod-chaos': { verdict: 'not-steady' },
  });
  const failed = await runWith(whole, { well: fails });
  t.same(failed.done, ['well']);
  t.match(failed.journal, {
    status: 'failed',
    'pod-chaos': { verdict: 'not-steady', why: /the probe failed: no answer/ },
  });
});

t.test('during: looks go on, and what is not met once is a deviation', async (t) => {
  let looks = 0;
  const slow = experimentOf({ ...HYPOTHESIS, method: [step('action', 'hurt', { pauses: { after: 5 } })] });
  const { journal } = await runWith(
    slow,
    { well: () => Promise.resolve(++looks !== 3) },
    { hypothesisStrategy: 'during-method-only' },
  );
  t.ok(journal.steady_states.during.length >= 4, `${journal.steady_states.during.length} looks`);
  t.match(journal, {
    deviated: false,
    'pod-chaos': { verdict: 'deviated', why: /^during the method, in 1 of \d+ looks/ },
  });
});

t.test('during: a look that the end of the method cuts short is not told of', async (t) => {
  const looking = Promise.withResolvers<void>();
  const { journal, events } = await runWith(
    whole,
    {
      well: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('cut short')));
          looking.resolve();
        }),
      hurt: () => looking.promise.then(() => null),
    },
    { hypothesisStrategy: 'during-method-only' },
  );
  t.match(journal, { 'pod-chaos': { verdict: 'held' } });
  t.same(journal.steady_states.during, []);
  t.same(
    events.filter(({ event }) => event === 'hypothesis-done'),
    [],
  );
});

t.test('during: it ends at once where that is asked for', async (t) => {
  const long = experimentOf({
    ...HYPOTHESIS,
    method: [step('action', 'hurt', { pauses: { after: 1_000 } }), step('action', 'never')],
    ...ROLLBACKS,
  });
  const deeds = wellUntilHurt();
  const { journal, done } = await runWith(long, deeds, {
    hypothesisStrategy: 'during-method-only',
    failFastPercent: 0,
  });
  t.notOk(done.includes('never'));
  t.match(journal, { status: 'failed', rollbacks: [] });
  t.ok(journal.duration < 1_000);
});

t.test('when rollbacks are played', async (t) => {
  const plays: Readonly<
    Record<RollbackStrategy, readonly [held: boolean, deviated: boolean, failed: boolean]>
  > = {
    default: [true, true, false],
    always: [true, true, true],
    never: [false, false, false],
    deviated: [false, true, false],
  };
  for (const [strategy, [held, deviated, failed]] of Object.entries(plays)) {
    const options = { rollbackStrategy: strategy as RollbackStrategy };
    const played = async (deeds: Readonly<Record<string, Perform>>): Promise<boolean> =>
      (await runWith(whole, deeds, options)).journal.rollbacks.length > 0;
    t.equal(await played({ well }), held, `${strategy}, held`);
    t.equal(await played(wellUntilHurt()), deviated, `${strategy}, deviated`);
    t.equal(await played({ well: fails }), failed, `${strategy}, failed`);
  }
});

t.test('an activity that fails ends nothing; an action that fails shows nothing', async (t) => {
  const { journal, done } = await runWith(whole, { well, hurt: fails });
  t.same(done, ['well', 'hurt', 'well', 'mend']);
  t.match(journal.run, [{ status: 'failed', exception: ['no answer'] }]);
  t.match(journal, { status: 'completed', 'pod-chaos': { verdict: 'failed', why: 'hurt: no answer' } });
});

t.test('in the background the next one begins at once, and all are waited for', async (t) => {
  const order: string[] = [];
  const experiment = experimentOf({
    method: [
      step('action', 'long', { background: true, pauses: { before: 5 } }),
      step('probe', 'short'),
      { ref: 'short' },
    ],
  });
  const note =
    (name: string): Perform =>
    () =>
      Promise.resolve(void order.push(name) as unknown as null);
  const { journal } = await runWith(experiment, { long: note('long'), short: note('short') });
  t.same(order, ['short', 'short', 'long']);
  t.equal(journal.duration, 5);
  t.same(
    journal.run.map(({ activity }) => (activity as { name: string }).name),
    ['short', 'short', 'long'],
  );
});

t.test('a fault that goes on is undone whatever the strategy, and before the rollbacks', async (t) => {
  for (const rollbackStrategy of ['never', 'always'] as const) {
    const order: string[] = [];
    const { journal, events } = await runWith(
      whole,
      {
        well,
        hurt: (_spec, { standing }) => {
          standing({ name: 'delay', end: () => Promise.resolve(void order.push('ended')) });
          return Promise.resolve(null);
        },
        mend: () => Promise.resolve(void order.push('mended') as unknown as null),
      },
      { rollbackStrategy },
    );
    t.same(order, rollbackStrategy === 'never' ? ['ended'] : ['ended', 'mended']);
    t.match(journal['pod-chaos'], { verdict: 'held', undone: [{ name: 'delay', ended: true }] });
    t.match(
      events.filter(({ event }) => event === 'undone'),
      [{ name: 'delay', ended: true }],
    );
  }
});

t.test('where it can not be proven that it is gone, that is the verdict', async (t) => {
  const { journal } = await runWith(whole, {
    ...wellUntilHurt(),
    hurt: (_spec, { standing }) => {
      standing({ name: 'delay', end: () => Promise.reject(new Error('the pod does not answer')) });
      return Promise.resolve(null);
    },
  });
  t.match(journal['pod-chaos'], { verdict: 'not-ended', why: 'delay: the pod does not answer' });
});

t.test('who was hit is noted, and a fault that hit nothing shows nothing', async (t) => {
  const hit = { fault: 'delete', startedAt: 'a', endedAt: 'b', pods: [] };
  const ran = async (verdict: string): Promise<unknown> =>
    (
      await runWith(whole, {
        well,
        hurt: (_spec, context) => {
          context.hit({ ...hit, verdict });
          return Promise.resolve(null);
        },
      })
    ).journal['pod-chaos'];
  t.match(await ran('held'), { verdict: 'held', hits: [{ activity: 'hurt', fault: 'delete' }] });
  t.match(await ran('no-effect'), { verdict: 'failed', why: /hurt: it did not take effect/ });
});

t.test(
  'interrupted: what goes on is ended, rollbacks only where they are asked for in spite of it',
  async (t) => {
    for (const [rollbackStrategy, played] of [
      ['default', 0],
      ['always', 1],
    ] as const) {
      const abort = new AbortController();
      let ended = false;
      const experiment = experimentOf({
        ...whole,
        method: [step('action', 'hurt'), step('action', 'wait'), step('action', 'never')],
      });
      const { journal, done } = await runWith(
        experiment,
        {
          well,
          hurt: (_spec, { standing }) => {
            standing({ name: 'delay', end: () => Promise.resolve(void (ended = true)) });
            return Promise.resolve(null);
          },
          wait: (_spec, { signal }) =>
            new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason as Error));
              abort.abort();
            }),
        },
        { rollbackStrategy },
        abort.signal,
      );
      t.notOk(done.includes('never'));
      t.ok(ended);
      t.match(journal, {
        status: 'interrupted',
        run: [{ status: 'succeeded' }, { status: 'failed', exception: [/^interrupted/] }],
        steady_states: { after: null },
        'pod-chaos': { verdict: 'interrupted', undone: [{ ended: true }] },
      });
      t.equal(journal.rollbacks.length, played, rollbackStrategy);
    }
  },
);

t.test('a probe may judge another, and values are asked for at the begin', async (t) => {
  const judged = experimentOf({
    configuration: { asked: { type: 'probe', name: 'a', provider: { type: 'pod-chaos', func: 'asked' } } },
    'steady-state-hypothesis': {
      title: 't',
      probes: [
        step('probe', 'value', {
          tolerance: {
            type: 'probe',
            provider: { type: 'pod-chaos', func: 'judge', arguments: { least: '${asked}' } },
          },
        }),
      ],
    },
  });
  const seen: unknown[] = [];
  const { journal } = await runWith(
    judged,
    {
      asked: () => Promise.resolve(4),
      value: () => Promise.resolve(5),
      judge: (spec, { values }) => {
        seen.push([(spec as { arguments: unknown }).arguments, values.configuration]);
        return Promise.resolve([]);
      },
    },
    { values: { configuration: judged.configuration ?? {}, secrets: {} } },
  );
  t.same(seen, [[{ least: '${asked}', value: 5 }, { asked: 4 }]]);
  t.match(journal['pod-chaos'], { verdict: 'not-steady' }, 'an empty list is not true');
});

t.test('half of a secret is never shown, wherever a line ends', async (t) => {
  const token = `tok-${'s3cret'.repeat(12)}`;
  for (const before of [100, 230, 250, 270, 290, 299]) {
    const { journal, events } = await runWith(
      experimentOf(HYPOTHESIS),
      { well: () => Promise.resolve(`${'x'.repeat(before)}${token}${'y'.repeat(400)}`) },
      { values: { configuration: {}, secrets: { token } } },
    );
    const why = journal.steady_states.before?.probes[0]?.tolerance_why ?? '';
    t.match(why, /^expected true, got "x/);
    t.ok(why.length <= 301);
    for (const shown of [why, JSON.stringify(events.at(-1)), journal['pod-chaos'].why]) {
      t.notMatch(shown, 's3cret', String(before));
    }
  }
});
