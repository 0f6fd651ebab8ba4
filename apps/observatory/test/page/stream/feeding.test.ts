import { Model, SyntheticEpidemic, type Snapshot } from '@pod-contagion/observatory';
import t from 'tap';
import { model, strain } from '../../../page/state/store.ts';
import { takeOver } from '../../../page/stream/feeding.ts';

function snapshot(epoch: string, strains: readonly string[]): Snapshot {
  const epidemic = new SyntheticEpidemic({ pods: 3, rate: 1e-9, seed: 1, startMs: 0 });
  return { ...epidemic.snapshot(), epoch, strains: [...strains] };
}

t.test('a strain that is chosen stays chosen by its name', async (t) => {
  const feeder = takeOver('live');
  feeder.load(snapshot('a', ['one', 'two']));
  strain.value = 1;
  feeder.load(snapshot('b', ['two', 'one']));
  t.equal(strain.value, 0);
  feeder.load(snapshot('c', ['one', 'three']));
  t.equal(strain.value, undefined, 'one that nobody has any more');
  strain.value = 0;
  takeOver('simulate').load(snapshot('d', ['simulated']));
  t.equal(strain.value, undefined, 'of another source it is another one');
  t.ok(model instanceof Model);
});
