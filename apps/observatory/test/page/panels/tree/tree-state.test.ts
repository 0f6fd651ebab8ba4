import { signal } from '@preact/signals';
import { SyntheticEpidemic } from '@pod-contagion/observatory';
import t from 'tap';
import { treeState } from '../../../../page/panels/tree/tree-state.ts';
import { model } from '../../../../page/state/store.ts';

t.test('a window that reaches until now goes on with it, another stays, and the whole is the whole', (t) => {
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 0.3, seed: 3, startMs: 0 });
  model.load(epidemic.snapshot());
  const tick = signal(0);
  const follow = (atMs: number): void => {
    const frame = epidemic.frame(atMs);
    if (frame !== undefined) model.apply(frame);
    tick.value++;
  };
  follow(20_000);
  const state = treeState(tick);
  const whole = state.whole.value;
  state.look({ ...whole, fromMs: whole.untilMs - 5_000 });
  const { fromMs, untilMs } = state.shown.value;
  t.equal(untilMs - fromMs, 5_000);
  state.timed(() => undefined);
  follow(30_000);
  t.equal(state.shown.value.untilMs, state.whole.value.untilMs);
  t.equal(state.shown.value.untilMs - state.shown.value.fromMs, 5_000);
  state.look({ ...whole, fromMs: 5_000, untilMs: 8_000 });
  follow(40_000);
  t.same([state.shown.value.fromMs, state.shown.value.untilMs], [5_000, 8_000]);
  state.look(state.whole.value);
  t.equal(state.window.value, undefined);
  t.ok(state.scene.value.layout.order.length > 20);
  t.end();
});
