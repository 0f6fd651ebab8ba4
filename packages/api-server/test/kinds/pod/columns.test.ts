import t from 'tap';
import { podKind } from '../../../src/kinds/pod/index.ts';
import { cellsOf, NOW_MS } from '../fixtures.ts';

const ago = (seconds: number): string => `${new Date(NOW_MS - seconds * 1000).toISOString().slice(0, 19)}Z`;
const running = { running: { startedAt: ago(5) } };
const spec = { containers: [{ name: 'a' }], nodeName: 'local' };

function cells(pod: { spec?: object; status?: object; metadata?: object }): string[] {
  const metadata = { name: 'pod', creationTimestamp: ago(200), ...pod.metadata };
  const { Name, Ready, Status, Restarts, Age } = cellsOf(podKind, {
    ...pod,
    spec: { ...spec, ...pod.spec },
    metadata,
  });
  return [Name, Ready, Status, Restarts, Age].map(String);
}

function word(status: object, pod: { spec?: object; metadata?: object } = {}): string {
  return cells({ ...pod, status })[2] ?? '';
}

t.test('headings', async (t) => {
  t.same(
    podKind.columns.map(({ name, priority }) => `${name} ${priority}`),
    [
      'Name 0',
      'Ready 0',
      'Status 0',
      'Restarts 0',
      'Age 0',
      'IP 1',
      'Node 1',
      'Nominated Node 1',
      'Readiness Gates 1',
    ],
  );
});

t.test('a pod that runs, has been restarted, waits', async (t) => {
  const one = (status: object): object => ({
    phase: 'Running',
    containerStatuses: [{ name: 'a', ...status }],
  });
  t.same(cells({ status: one({ ready: true, restartCount: 0, state: running }) }), [
    'pod',
    '1/1',
    'Running',
    '0',
    '3m20s',
  ]);
  const lastState = { terminated: { exitCode: 1, finishedAt: ago(12) } };
  t.same(cells({ status: one({ ready: false, restartCount: 4, state: running, lastState }) }), [
    'pod',
    '0/1',
    'Running',
    '4 (12s ago)',
    '3m20s',
  ]);
  t.equal(
    word(one({ restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } })),
    'CrashLoopBackOff',
  );
  t.equal(word({ phase: 'Pending' }), 'Pending');
  t.equal(word(one({ state: { waiting: { reason: 'ContainerCreating' } } })), 'ContainerCreating');
});

t.test('how containers ended', async (t) => {
  const ended = (terminated: object, phase: string = 'Running'): object => ({
    phase,
    containerStatuses: [{ name: 'a', restartCount: 0, state: { terminated } }],
  });
  t.equal(word(ended({ exitCode: 0, reason: 'Completed' }, 'Succeeded')), 'Completed');
  t.equal(word(ended({ exitCode: 1, reason: 'Error' }, 'Failed')), 'Error');
  t.equal(word(ended({ exitCode: 3 })), 'ExitCode:3');
  t.equal(word(ended({ exitCode: 137, signal: 9 })), 'Signal:9');
  t.equal(word({ phase: 'Failed', reason: 'Evicted' }), 'Evicted');
});

t.test('of two containers the first that says something stands for the pod', async (t) => {
  const completed = {
    name: 'a',
    restartCount: 0,
    state: { terminated: { exitCode: 0, reason: 'Completed' } },
  };
  const other = { name: 'b', ready: true, restartCount: 1, state: running };
  const two = { containers: [{ name: 'a' }, { name: 'b' }] };
  const conditions = [{ type: 'Ready', status: 'True' }];
  const status = { phase: 'Running', containerStatuses: [completed, other] };
  t.equal(word(status, { spec: two }), 'NotReady');
  t.equal(word({ ...status, conditions }, { spec: two }), 'Running');
  t.same(cells({ spec: two, status })[1], '1/2');
  const waiting = { name: 'a', state: { waiting: { reason: 'ErrImagePull' } } };
  t.equal(word({ phase: 'Pending', containerStatuses: [waiting, completed] }, { spec: two }), 'ErrImagePull');
});

t.test('initialisation', async (t) => {
  const initContainers = [{ name: 'x' }, { name: 'y' }];
  const done = { name: 'x', restartCount: 1, state: { terminated: { exitCode: 0, reason: 'Completed' } } };
  const at = (state: object): string =>
    word(
      { phase: 'Pending', initContainerStatuses: [done, { name: 'y', restartCount: 2, state }] },
      { spec: { initContainers } },
    );
  t.equal(at({ running: {} }), 'Init:1/2');
  t.equal(at({ waiting: { reason: 'PodInitializing' } }), 'Init:1/2');
  t.equal(at({ waiting: { reason: 'CrashLoopBackOff' } }), 'Init:CrashLoopBackOff');
  t.equal(at({ terminated: { exitCode: 1, reason: 'Error' } }), 'Init:Error');
  t.equal(at({ terminated: { exitCode: 2 } }), 'Init:ExitCode:2');
  t.equal(at({ terminated: { exitCode: 2, signal: 9 } }), 'Init:Signal:9');
  const waiting = [{ name: 'a', restartCount: 0, state: { waiting: { reason: 'PodInitializing' } } }];
  const restarting = { name: 'y', restartCount: 2, state: { running: {} } };
  const status = { phase: 'Pending', initContainerStatuses: [done, restarting], containerStatuses: waiting };
  t.same(
    cells({ spec: { initContainers }, status })[3],
    '3',
    'restarts are those of initialisation until it is over',
  );
  const over = { ...status, initContainerStatuses: [done, { ...done, name: 'y' }] };
  t.same(cells({ spec: { initContainers }, status: over }).slice(1, 4), ['0/1', 'PodInitializing', '0']);
});

t.test('containers that run beside count', async (t) => {
  const initContainers = [{ name: 'x', restartPolicy: 'Always' }];
  const beside = { name: 'x', restartCount: 2, ready: true, started: true, state: running };
  const main = { name: 'a', restartCount: 1, ready: true, state: running };
  const status = { phase: 'Running', initContainerStatuses: [beside], containerStatuses: [main] };
  t.same(cells({ spec: { initContainers }, status }).slice(1, 4), ['2/2', 'Running', '3']);
});

t.test('deletion', async (t) => {
  const metadata = { deletionTimestamp: ago(1) };
  t.equal(word({ phase: 'Running' }, { metadata }), 'Terminating');
  t.equal(word({ phase: 'Running', reason: 'NodeLost' }, { metadata }), 'Unknown');
  t.equal(word({ phase: 'Succeeded' }, { metadata }), 'Succeeded');
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }];
  t.equal(word({ phase: 'Pending', conditions }), 'SchedulingGated');
});

t.test('wide', async (t) => {
  const {
    IP,
    Node,
    'Nominated Node': nominated,
    'Readiness Gates': gates,
  } = cellsOf(podKind, {
    metadata: {},
    spec: { ...spec, readinessGates: [{ conditionType: 'a' }, { conditionType: 'b' }] },
    status: { podIPs: [{ ip: '127.1.0.1' }], conditions: [{ type: 'b', status: 'True' }] },
  });
  t.same([IP, Node, nominated, gates], ['127.1.0.1', 'local', '<none>', '1/2']);
  const none = cellsOf(podKind, { metadata: {}, spec: { containers: [] } });
  t.same(
    [none['IP'], none['Node'], none['Readiness Gates'], none['Age']],
    ['<none>', '<none>', '<none>', '<unknown>'],
  );
});
