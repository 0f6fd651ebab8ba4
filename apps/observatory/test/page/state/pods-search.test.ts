import { CONDITIONS } from '@pod-contagion/epidemic';
import { CODE, Model, SyntheticEpidemic } from '@pod-contagion/observatory';
import fc from 'fast-check';
import t from 'tap';
import { findPods } from '../../../page/state/pods-search.ts';

const model = new Model();
const epidemic = new SyntheticEpidemic({ pods: 40, rate: 0.5, seed: 3, startMs: 0 });
model.load(epidemic.snapshot());
for (let atMs = 100; atMs < 20_000; atMs += 100) {
  const frame = epidemic.frame(atMs);
  if (frame !== undefined) model.apply(frame);
}

const moment = model.timeline.at(model.tMs)!;
const find = (text: string): ReadonlySet<number> | undefined =>
  findPods({ model, moment, conditions: CONDITIONS }, text);

t.test('nothing is found where nothing is searched', async (t) => {
  t.equal(find(''), undefined);
  t.equal(find('  '), undefined);
});

t.test('a part of a name, a node, an owner', async (t) => {
  t.same(find(model.pods.name[7]!.slice(-4)), new Set([7]));
  t.equal(find('node=node-2')?.size, 10);
  t.equal(find('owner=generic node=node-1')?.size, 30);
  t.equal(find('node=node-1 node=node-2')?.size, 0);
});

t.test('numbers and conditions', async (t) => {
  CONDITIONS.forEach((condition, code) => {
    t.equal(find(`is=${condition}`)?.size, model.counts[code], condition);
  });
  const ofThird = new Set(
    Array.from({ length: model.infections.length }, (_, row) => row)
      .filter((row) => model.infections.generation.at(row) > 3)
      .map((row) => model.infections.pod.at(row)),
  );
  t.same(find('gen>3'), ofThird);
  t.equal(find('restarts>=0')?.size, 40);
  t.equal(find('colour=blue')?.size, 0, 'what nobody knows finds nothing');
});

t.test('a condition is that of the moment which is shown', async (t) => {
  const then = model.timeline.at(5_000)!;
  const found = findPods({ model, moment: then, conditions: CONDITIONS }, 'is=susc');
  t.equal(found?.size, then.condition.filter((code) => code === CODE.susceptible).length);
});

t.test('anything can be typed', async () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      find(text);
    }),
  );
});
