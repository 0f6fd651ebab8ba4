import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { paced } from '../../../page/panels/pace.ts';
import { cursorMs, isReading, model, version } from '../../../page/state/store.ts';
import { playing } from '../../../page/state/transport.ts';
import { SyntheticEpidemic } from '@pod-contagion/observatory';
import { until } from '../../../../../scripts/testing/until.ts';

/** Longer than a test takes. */
const LONG_MS = 600_000;

t.test('changes are told at once, then not before the pause is over', async (t) => {
  const { tick, stop } = paced(LONG_MS);
  t.teardown(stop);
  t.equal(tick.value, 1);
  for (let change = 0; change < 5; change++) version.value++;
  t.equal(tick.value, 1);
  const soon = paced(20);
  t.teardown(soon.stop);
  version.value++;
  await until('what was told during the pause', () => soon.tick.value === 2);
  await sleep(60);
  t.equal(soon.tick.value, 2, 'and no more where nothing changes');
});

t.test('who goes to another moment does not wait for the pause, who plays does', async (t) => {
  const { tick, stop } = paced(LONG_MS);
  t.teardown(stop);
  cursorMs.value = 5;
  await until('the jump', () => tick.value === 2);
  playing.value = true;
  cursorMs.value = 6;
  await sleep(200);
  t.equal(tick.value, 2);
  playing.value = false;
  cursorMs.value = undefined;
});

t.test('of a recording that is being read its beginning is told, and its end', async (t) => {
  const { tick, stop } = paced(1);
  t.teardown(stop);
  isReading.value = true;
  model.load(new SyntheticEpidemic({ pods: 3, rate: 1, seed: 1, startMs: 0 }).snapshot());
  version.value++;
  const begun = tick.value;
  t.equal(begun, 2);
  for (let change = 0; change < 5; change++) {
    version.value++;
    await sleep(5);
  }
  t.equal(tick.value, begun);
  isReading.value = false;
  await until('its end', () => tick.value === begun + 1);
});
