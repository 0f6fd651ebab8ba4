import { CODE, Model } from '@pod-contagion/observatory';
import t from 'tap';
import { measuredSettings } from '../../../page/simulate/measured-settings.ts';
import { planOf, type Texts } from '../../../page/simulate/plan.ts';
import { SimulatedRun } from '../../../page/simulate/simulated-run.ts';

function watched(texts: Texts): Model {
  const run = new SimulatedRun(planOf(texts).plan, 'test', 0);
  const model = new Model();
  model.load(run.snapshot());
  for (const frame of run.frames()) model.apply(frame);
  return model;
}

t.test('settings are found again in what they came to', async (t) => {
  const model = watched({ n: '40', delay: '4s', health: '2s', death: 'replace', until: '60s' });
  const { settings, told } = measuredSettings(model, planOf({}).plan);
  t.equal(settings.symptomDelayMs, 4_000);
  t.ok(Math.abs(settings.healthDelayMs! - 2_000) < 400, `${settings.healthDelayMs} ms`);
  t.equal(settings.death, 'replace');
  t.equal(settings.sneezeIntervalMs, 500, 'nobody told how often');
  t.match(told, /^Measured: symptoms after 4.0 s, ill for \d.\d s, pods that end are replaced\. All else/);
});

t.test('whether pods are replaced is what became of most that were infected', async (t) => {
  const deathOf = (model: Model, set: Texts = {}) => measuredSettings(model, planOf(set).plan).settings.death;
  // One that was killed from outside leaves a pod that is gone, before any has restarted.
  const killed = watched({ n: '40', delay: '1s', until: '60s', do: 'kill 1 at 1s' });
  t.ok(killed.pods.condition.array.subarray(0, killed.pods.length).includes(CODE.gone));
  t.equal(deathOf(killed), 'restart');
  t.equal(deathOf(killed, { death: 'replace' }), 'restart');
  const replaced = watched({ n: '40', delay: '1s', death: 'replace', until: '60s' });
  t.equal(deathOf(replaced), 'replace');
  // A container that was started again before its pod went.
  replaced.restarts++;
  t.equal(deathOf(replaced), 'replace');
});

t.test('where nothing has happened nothing is measured', async (t) => {
  const model = new Model();
  model.load(new SimulatedRun(planOf({}).plan, 'test', 0).snapshot());
  const { plan } = planOf({ delay: '7s' });
  const { settings, told } = measuredSettings(model, plan);
  t.strictSame(settings, plan.settings);
  t.match(told, /^Nothing of it is measured yet\./);
});
