import { Model, PARENT_NONE, SyntheticEpidemic } from '@pod-contagion/observatory';
import t from 'tap';
import { livesOf, MOST_LIVES } from '../../../page/shell/lives.ts';

t.test(
  'every infection of a pod, the newest first, with whom it came from and whom it infected',
  async (t) => {
    const model = new Model();
    const epidemic = new SyntheticEpidemic({ pods: 20, rate: 1, seed: 2, startMs: 0 });
    model.load(epidemic.snapshot());
    for (let atMs = 100; atMs < 30_000; atMs += 100) {
      const frame = epidemic.frame(atMs);
      if (frame !== undefined) model.apply(frame);
    }
    const { infections } = model;
    let children = 0;
    for (let pod = 0; pod < 20; pod++) {
      const { lives, count } = livesOf(model, pod);
      t.equal(lives.length, Math.min(count, MOST_LIVES));
      t.same(
        lives.map(({ id }) => id),
        lives.map(({ id }) => id).toSorted((one, other) => other - one),
      );
      for (const { id, parent, children: own } of lives) {
        const told = infections.parent.at(id);
        t.equal(parent, told === PARENT_NONE ? 'none' : told);
        t.ok(own.every((child) => infections.parent.at(child) === id));
        children += own.length;
      }
    }
    t.ok(children > 20);
    t.same(livesOf(new Model(), 3), { lives: [], count: 0 });
  },
);
