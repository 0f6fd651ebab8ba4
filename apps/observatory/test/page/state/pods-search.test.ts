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

t.test('labels: a key, a key with its value, and both without the word', async (t) => {
  const canaries = new Set([0, 10, 20, 30]);
  t.same(find('label=track=canary'), canaries);
  t.same(find('TRACK=Canary'), canaries);
  t.equal(find('label=track')?.size, 40);
  t.equal(find('label=trac')?.size, 0, 'a part of a key is none');
  t.equal(find('track=can')?.size, 0, 'nor is a part of a value');
  t.equal(find('pod-template-hash=5d4f8c7b9d track=stable node=node-2')?.size, 9);
  t.equal(find('label>track')?.size, 0);
  const word = new Model();
  const { pods, ...rest } = epidemic.snapshot();
  word.load({ ...rest, pods, labelSets: ['app.kubernetes.io/name=a,node=b', ''] });
  const inWord = (text: string): number | undefined =>
    findPods({ model: word, moment, conditions: CONDITIONS }, text)?.size;
  t.equal(inWord('node=b'), 0, 'a word of ours is that');
  t.equal(inWord('label=node=b'), 4);
  t.equal(inWord('app.kubernetes.io/name=a'), 4);
  word.load({ ...rest, pods, labelSets: [] });
  t.equal(inWord('label=app'), 0, 'what was recorded without labels has none');
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
