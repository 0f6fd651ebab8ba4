import {
  CODE,
  Model,
  SyntheticEpidemic,
  type Frame,
  type SourceKind,
  type Status,
} from '@pod-contagion/observatory';
import t from 'tap';
import { Asked } from '../../../page/estimates/asked.ts';

function modelOf(kind: SourceKind, asked: number, epoch = 'one'): Model {
  const { source, status, ...snapshot } = new SyntheticEpidemic({
    pods: 3,
    rate: 0.1,
    seed: 1,
    startMs: 0,
  }).snapshot();
  const model = new Model();
  model.load({ ...snapshot, epoch, source: { ...source, kind }, status: { ...status, asked } });
  return model;
}

const ILL: Frame = { n: 1, t: 100, i: [0], c: [CODE.incubating], y: [1], r: [0] };
const WELL: Frame = { n: 2, t: 200, i: [0], c: [CODE.waiting], y: [0], r: [0] };
const NOBODY: Status = { state: 'live', ageMs: 0, message: null, trouble: null, asked: 0, missed: 0 };

t.test('a watch alone', async (t) => {
  t.equal(new Asked().isWatchOnly(modelOf('cluster', 0)), true);
  t.equal(new Asked().isWatchOnly(modelOf('simulation', 0)), false);
  t.equal(new Asked().isWatchOnly(modelOf('synthetic', 0)), false);
});

t.test('whoever was asked once is remembered when nobody can be any more', async (t) => {
  const model = modelOf('cluster', 3);
  const asked = new Asked();
  t.equal(asked.isWatchOnly(model), false);
  model.tell(NOBODY);
  t.equal(asked.isWatchOnly(model), false);
  t.equal(asked.isWatchOnly(modelOf('cluster', 0, 'another')), true, 'but not for another source');
});

t.test('an incubation, at any time, is what only a podder can have told', async (t) => {
  const model = modelOf('replay', 0);
  const asked = new Asked();
  t.equal(asked.isWatchOnly(model), true);
  model.apply(ILL);
  model.apply(WELL);
  t.equal(model.counts[CODE.incubating], 0);
  t.equal(asked.isWatchOnly(model), false);
});
