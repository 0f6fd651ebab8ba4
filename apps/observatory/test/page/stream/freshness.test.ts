import t from 'tap';
import { planOf } from '../../../page/simulate/plan.ts';
import { SimulatedRun } from '../../../page/simulate/simulated-run.ts';
import { connection } from '../../../page/state/store.ts';
import { takeOver, touchNow } from '../../../page/stream/feeding.ts';
import { freshness, heard } from '../../../page/stream/freshness.ts';

t.test('pods that are simulated are called so until others are shown', async (t) => {
  const snapshot = new SimulatedRun(planOf({ n: '3' }).plan, 'test', 0).snapshot();
  takeOver('simulate').load(snapshot);
  t.equal(freshness.value, 'SIMULATED');
  const live = takeOver('live');
  connection.value = 'open';
  heard();
  t.equal(freshness.value, 'SIMULATED', 'the server has not shown its own yet');
  live.load({ ...snapshot, epoch: 'other', source: { ...snapshot.source, kind: 'cluster' } });
  touchNow();
  t.equal(freshness.value, 'LIVE');
});
