import { loadManifests, repositoryManifests } from '@pod-contagion/manifests';
import { createModel, settingsFromObjects } from '@pod-contagion/simulator';
import { join } from 'node:path';
import t from 'tap';
import { changeSimulation, simulationTexts } from '../../../page/simulate/address.ts';
import { commandLine, shellText } from '../../../page/simulate/command-line.ts';
import { decodeSimulation, encodeSimulation } from '../../../page/simulate/address.ts';
import { CONTROLS } from '../../../page/simulate/controls.ts';
import { planOf } from '../../../page/simulate/plan.ts';
import { modelOf } from '../../../page/simulate/simulated-run.ts';

t.test('what is usual is what contagion simulate takes', async (t) => {
  const folders = ['services', 'deployments'].map((name) => join(repositoryManifests(), name));
  const objects = (await Promise.all(folders.map(loadManifests))).flat();
  const { settings, outbreak } = settingsFromObjects(objects);
  const { plan, misread } = planOf({ n: String(settings.pods) });
  t.strictSame(misread, []);
  t.strictSame(modelOf(plan), createModel(settings));
  t.strictSame(plan.outbreak, outbreak);
});

t.test('every control changes what it is about, and every step of a slider can be read', async (t) => {
  const usual = JSON.stringify(planOf({}).plan);
  const others: Readonly<Record<string, string>> = {
    range: '1s..2s',
    texts: 'kill 50% at 60s\nloss 10% at 0s',
  };
  t.equal(new Set(CONTROLS.map(({ key }) => key)).size, CONTROLS.length);
  for (const control of CONTROLS) {
    const { key, kind, steps } = control;
    const other =
      others[kind] ?? steps.find((step) => step !== control.usual && step !== '0' && step !== '0s')!;
    const extra = key === 'every' ? { sneezes: '3' } : {};
    const before = key === 'every' ? JSON.stringify(planOf(extra).plan) : usual;
    t.not(JSON.stringify(planOf({ ...extra, [key]: other }).plan), before, key);
    for (const step of steps) t.strictSame(planOf({ [key]: step }).misread, [], `${key}=${step}`);
  }
});

t.test('what can be read and simulated is, with all of it changed', async (t) => {
  const texts = {
    ...Object.fromEntries(
      CONTROLS.flatMap(({ key, steps }) => (steps.length === 0 ? [] : [[key, steps.at(-1)!]])),
    ),
    'm.start': '180ms..440ms',
    kubelet: '1.36',
    profile: 'generic',
    do: 'kill 50% at 60s;scale 100 when restarts>=50',
  };
  const { plan, misread } = planOf(texts);
  t.strictSame(misread, []);
  const model = modelOf(plan);
  t.strictSame(model.machine.startMs, [180, 440]);
  t.equal(model.interventions?.length, 2);
  t.equal(model.nodes?.count, 100);
  t.match(model, { learnsImmunity: true, startJitterMs: 50_000, sneezeBreaker: 255 });
});

t.test('what can not be read says what is expected', async (t) => {
  t.strictSame(planOf({ n: '0', delay: 'soon', death: 'late', 'm.kill': '1s..2s..3s' }).misread, [
    { key: 'n', expected: 'a whole number from 1 to 10000' },
    { key: 'delay', expected: 'a duration, such as 500ms, 10s or 5m' },
    { key: 'death', expected: 'restart or replace or exit' },
    { key: 'm.kill', expected: 'two durations, such as 180ms..440ms' },
  ]);
  t.throws(() => modelOf(planOf({ learns: 'yes', death: 'replace' }).plan), { code: 'SIMULATOR_SETTING' });
  t.throws(() => modelOf(planOf({ do: 'dance' }).plan), { code: 'SIMULATOR_INTERVENTION' });
  t.throws(() => modelOf(planOf({ kubelet: '1.20', backoff: '60s' }).plan), { code: 'SIMULATOR_SETTING' });
});

t.test('the address has what was changed, and gives it back', async (t) => {
  const texts = { delay: '12s', n: '100', do: 'kill 50% at 60s\nloss 10% at 0s' };
  const parts = encodeSimulation(texts);
  t.strictSame(Object.fromEntries(parts), {
    'sim.n': '100',
    'sim.delay': '12s',
    'sim.do': 'kill 50% at 60s;loss 10% at 0s',
  });
  t.strictSame(decodeSimulation(parts), { n: '100', delay: '12s', do: texts.do });
  t.strictSame([...encodeSimulation({ delay: '10s' })], [], 'what is usual is left out');
  t.equal(decodeSimulation(new Map([['tab', 'graph']])), undefined);
  t.strictSame(decodeSimulation(new Map([['sim.nonsense', '1']])), {});
});

t.test('a field that is emptied is as it usually is', async (t) => {
  changeSimulation('delay', '4s');
  t.same(simulationTexts.value, { delay: '4s' });
  changeSimulation('delay', '');
  t.same(simulationTexts.value, {});
  t.notMatch(shellText(commandLine(simulationTexts.value).words), '--symptom-delay');
});
