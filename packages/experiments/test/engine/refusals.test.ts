import t from 'tap';
import { refusals } from '../../src/engine/refusals.ts';
import { createProviders } from '../../src/providers/create-providers.ts';
import { experimentOf, runWith, step } from '../testing/experiment.ts';

const providers = createProviders({
  env: {},
  connect: () => Promise.reject(new Error('no cluster')),
  own: {
    flush: {
      meaning: 'flushes',
      describe: () => 'flush',
      refuse: async ({ node }) => {
        if (node === 'one') throw new Error('it was not said that it is meant');
      },
      run: () => Promise.resolve(null),
    },
    other: { meaning: 'nothing', describe: () => 'other', run: () => Promise.resolve(null) },
  },
});
const flush = (node: string): object => ({
  provider: { type: 'pod-chaos', func: 'flush', arguments: { node } },
});

t.test('each step that refuses says why, once', async (t) => {
  const experiment = experimentOf({
    method: [step('action', 'first', flush('${node}')), step('action', 'other'), { ref: 'first' }],
    rollbacks: [step('action', 'second', flush('two'))],
  });
  const { signal } = new AbortController();
  const why = (node: string): Promise<readonly string[]> =>
    refusals(experiment, { configuration: { node }, secrets: {} }, providers, signal);
  t.same(await why('one'), ['first: it was not said that it is meant']);
  t.same(await why('two'), []);
});

const whole = experimentOf({
  'steady-state-hypothesis': { title: 'It is well', probes: [step('probe', 'well', { tolerance: true })] },
  method: [step('action', 'hurt')],
  rollbacks: [step('action', 'mend')],
});

t.test('an experiment that is refused begins nothing, and rolls nothing back', async (t) => {
  for (const rollbackStrategy of ['default', 'always'] as const) {
    const refuse = (): Promise<readonly string[]> => Promise.resolve(['no such node', 'nor another']);
    const { journal, events, done } = await runWith(whole, {}, { refuse, rollbackStrategy });
    t.same(done, []);
    t.match(journal, {
      status: 'failed',
      steady_states: { before: null, after: null },
      run: [],
      rollbacks: [],
      'pod-chaos': { verdict: 'refused', why: 'no such node; nor another' },
    });
    t.match(events.slice(1), [
      { event: 'refused', why: 'no such node' },
      { event: 'refused', why: 'nor another' },
    ]);
  }
  const broken = await runWith(whole, {}, { refuse: () => Promise.reject(new Error('no route')) });
  t.match(broken.journal['pod-chaos'], { verdict: 'refused', why: 'no route' });
  const well = await runWith(
    whole,
    { well: () => Promise.resolve(true) },
    { refuse: () => Promise.resolve([]) },
  );
  t.same(well.done, ['well', 'hurt', 'well', 'mend']);
});

t.test('it is asked with what the configuration came to', async (t) => {
  const asked = { type: 'probe', provider: { type: 'pod-chaos', func: 'where' } };
  const values = {
    configuration: { host: asked, lost: { ...asked, provider: { type: 'pod-chaos', func: 'lost' } } },
    secrets: {},
  };
  let seen: unknown;
  const deeds = {
    where: () => Promise.resolve('10.0.0.1'),
    lost: () => Promise.reject(new Error('nobody')),
  };
  await runWith(experimentOf(), deeds, {
    values,
    refuse: (known) => {
      seen = known.configuration;
      return Promise.resolve([]);
    },
  });
  t.same(seen, { host: '10.0.0.1' });
});
