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

t.test('who goes to another moment has the same tree, which is not laid out again', (t) => {
  let nowMs = 0;
  performance.now = () => nowMs;
  t.teardown(() => Reflect.deleteProperty(performance, 'now'));
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 0.3, seed: 3, startMs: 0 });
  model.load(epidemic.snapshot());
  const tick = signal(0);
  const state = treeState(tick);
  /** Long after what was laid out last has had its rest. */
  const later = (): void => {
    nowMs += 60_000;
    tick.value++;
  };
  model.apply(epidemic.frame(20_000)!);
  later();
  const { layout } = state.scene.value;
  t.ok(layout.order.length > 10);
  later();
  t.equal(state.scene.value.layout, layout);
  model.apply(epidemic.frame(40_000)!);
  later();
  t.ok(state.scene.value.layout.order.length > layout.order.length, 'but where there is more of it');
  t.end();
});
