import t from 'tap';
import { startScheduler } from '../../../src/controllers/scheduler/scheduler.ts';
import { createPlane, eventsOf, node, pod } from '../harness.ts';

t.test('binds a pod and says so', async (t) => {
  const { registry, start, settle } = createPlane(t);
  start(startScheduler, 'default-scheduler');
  registry.create('pods', pod('a'));
  await settle();
  const { spec, status } = registry.get('pods', 'default', 'a');
  t.equal(spec?.nodeName, 'local');
  t.match(status?.conditions, [{ type: 'PodScheduled', status: 'True' }]);
  t.same(eventsOf(registry, 'Pod'), ['Scheduled: Successfully assigned default/a to local']);
  t.match(registry.list('events')[0]?.source, { component: 'default-scheduler' });
});

t.test('a pod that fits nowhere waits until it does', async (t) => {
  const { registry, start, settle } = createPlane(t, { withNode: false });
  start(startScheduler);
  const wanting = pod('a');
  if (wanting.spec !== undefined) wanting.spec.nodeSelector = { disk: 'ssd' };
  registry.create('pods', wanting);
  await settle();
  const scheduled = () =>
    registry.get('pods', 'default', 'a').status?.conditions?.find(({ type }) => type === 'PodScheduled');
  t.match(scheduled(), {
    status: 'False',
    reason: 'Unschedulable',
    message: 'no nodes available to schedule pods',
  });
  registry.create('nodes', node());
  await settle();
  const message =
    "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, " +
    'preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
  t.match(scheduled(), { message });
  t.same(eventsOf(registry, 'Pod').at(-1), `FailedScheduling: ${message}`);
  registry.modify('nodes', '', 'local', (draft) => {
    draft.metadata.labels = { disk: 'ssd' };
  });
  await settle();
  t.match(scheduled(), { status: 'True' });
});

t.test('a node takes only so many pods', async (t) => {
  const { registry, start, settle } = createPlane(t, { withNode: false });
  start(startScheduler);
  registry.create('nodes', node('local', '2'));
  for (const name of ['a', 'b', 'c']) registry.create('pods', pod(name));
  await settle();
  const onNodes = () =>
    registry
      .list('pods', 'default')
      .flatMap(({ spec, metadata }) => (spec?.nodeName === undefined ? [] : metadata.name));
  t.same(onNodes(), ['a', 'b']);
  registry.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
  await settle();
  t.same(onNodes(), ['b', 'c']);
});

t.test('of several nodes the emptier one; other schedulers, gates and endings are left alone', async (t) => {
  const { registry, start, settle } = createPlane(t);
  start(startScheduler);
  registry.create('nodes', node('second'));
  for (const name of ['a', 'b', 'c', 'd']) registry.create('pods', pod(name));
  const foreign = pod('foreign');
  if (foreign.spec !== undefined) foreign.spec.schedulerName = 'another';
  registry.create('pods', foreign);
  const gated = pod('gated');
  if (gated.spec !== undefined) gated.spec.schedulingGates = [{ name: 'example.org/wait' }];
  registry.create('pods', gated);
  await settle();
  const nodes = Object.groupBy(registry.list('pods', 'default'), ({ spec }) => spec?.nodeName ?? 'none');
  t.equal(nodes['local']?.length, 2);
  t.equal(nodes['second']?.length, 2);
  t.same(
    nodes['none']?.map(({ metadata }) => metadata.name),
    ['foreign', 'gated'],
  );
});
