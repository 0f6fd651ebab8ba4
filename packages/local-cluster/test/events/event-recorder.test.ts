import t from 'tap';
import { startEventExpiry, EVENT_TTL_MS, MAX_EVENTS } from '../../src/events/event-expiry.ts';
import { createEventRecorder } from '../../src/events/event-recorder.ts';
import { createPlane, node, pod } from '../controllers/harness.ts';

t.test('an Event as client-go writes it', async (t) => {
  const { registry, clock } = createPlane(t);
  const { record } = createEventRecorder({
    registry,
    clock,
    component: 'kubelet',
    host: 'local',
    random: () => 0.5,
  });
  const subject = registry.create('pods', pod('podder'));
  const { uid, resourceVersion } = subject.metadata;
  record(
    { ...subject, fieldPath: 'spec.containers{podder}' },
    'Warning',
    'Unhealthy',
    'Liveness probe failed',
  );
  const [event] = registry.list('events', 'default');
  t.match(event, {
    involvedObject: {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: 'default',
      name: 'podder',
      uid,
      resourceVersion,
      fieldPath: 'spec.containers{podder}',
    },
    reason: 'Unhealthy',
    message: 'Liveness probe failed',
    source: { component: 'kubelet', host: 'local' },
    firstTimestamp: '2030-01-01T00:00:00Z',
    lastTimestamp: '2030-01-01T00:00:00Z',
    count: 1,
    type: 'Warning',
    reportingComponent: 'kubelet',
    reportingInstance: 'local',
  });
  const nanoseconds = BigInt(clock.nowMs()) * 1_000_000n + 500_000n;
  t.equal(event?.metadata.name, `podder.${nanoseconds.toString(16)}`);

  clock.advance(5000);
  record(
    { ...subject, fieldPath: 'spec.containers{podder}' },
    'Warning',
    'Unhealthy',
    'Liveness probe failed',
  );
  t.equal(registry.list('events').length, 1);
  t.match(registry.list('events')[0], {
    count: 2,
    firstTimestamp: '2030-01-01T00:00:00Z',
    lastTimestamp: '2030-01-01T00:00:05Z',
  });
});

t.test('what is in no namespace is told of in that of the default', async (t) => {
  const { registry, clock, errors } = createPlane(t, { withNode: false });
  const { record } = createEventRecorder({ registry, clock, component: 'kubelet', random: () => 0 });
  record(registry.create('nodes', node()), 'Normal', 'Starting', 'Starting kubelet.');
  t.match(registry.list('events', 'default'), [{ involvedObject: { kind: 'Node', name: 'local' } }]);
  t.same(errors, []);
});

t.test('an Event that cannot be written is dropped', async (t) => {
  const { registry, clock } = createPlane(t);
  const { record } = createEventRecorder({ registry, clock, component: 'kubelet', random: () => 0 });
  const lost = pod('lost');
  lost.metadata.namespace = 'nowhere';
  t.doesNotThrow(() => record(lost, 'Normal', 'Started', 'Started container'));
  t.same(registry.list('events'), []);
});

t.test('Events expire an hour after they were written last', async (t) => {
  const { registry, clock, start, pass, settle, errors } = createPlane(t);
  start(startEventExpiry);
  const { record } = createEventRecorder({ registry, clock, component: 'kubelet', random: Math.random });
  const subject = registry.create('pods', pod('podder'));
  record(subject, 'Normal', 'Old', 'once');
  record(subject, 'Normal', 'Counted', 'again and again');
  await pass(EVENT_TTL_MS / 2, EVENT_TTL_MS / 4);
  record(subject, 'Normal', 'Counted', 'again and again');
  await pass(EVENT_TTL_MS / 2, EVENT_TTL_MS / 4);
  const reasons = () => registry.list('events').map(({ reason, count }) => `${reason} ${count}`);
  t.same(reasons(), ['Counted 2']);
  await pass(EVENT_TTL_MS, EVENT_TTL_MS / 4);
  t.same(reasons(), []);
  record(subject, 'Normal', 'Counted', 'again and again');
  await settle();
  t.same(reasons(), ['Counted 3'], 'the count goes on');
  t.same(errors, []);
});

t.test('there are never more than so many', async (t) => {
  const { registry, clock, start, settle } = createPlane(t);
  start(startEventExpiry);
  const { record } = createEventRecorder({ registry, clock, component: 'kubelet', random: Math.random });
  for (let index = 0; index < MAX_EVENTS + 20; index++) {
    record({ ...pod(`p${index}`), apiVersion: 'v1', kind: 'Pod' }, 'Normal', 'Started', 'Started container');
  }
  await settle();
  t.equal(registry.list('events').length, MAX_EVENTS);
  t.notOk(registry.list('events').some(({ involvedObject }) => involvedObject.name === 'p0'));
  t.ok(registry.list('events').some(({ involvedObject }) => involvedObject.name === `p${MAX_EVENTS + 19}`));
});
