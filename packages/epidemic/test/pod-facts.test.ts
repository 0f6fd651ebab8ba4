import t from 'tap';
import { readPod, type PodObject } from '../src/pod-facts.ts';
import { readReport } from '../src/report.ts';

const METADATA = { uid: 'u', name: 'generic-1', resourceVersion: '1' };

t.test('a pod that is only just there', async (t) => {
  t.same(readPod({ metadata: METADATA }), {
    uid: 'u',
    name: 'generic-1',
    healthPort: 81,
    healthAddress: undefined,
    ready: false,
    over: false,
    containerId: undefined,
    waitingReason: undefined,
    waitingMessage: undefined,
    restarts: 0,
    lastEnd: undefined,
  });
});

t.test('labels in one order, and no annotations', async (t) => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': 'secret' };
  const { labels, ...rest } = readPod({
    metadata: { ...METADATA, annotations, labels: { role: 'generic', app: 'podder', empty: '' } },
  });
  t.equal(labels, 'app=podder,empty=,role=generic');
  t.notMatch(JSON.stringify(rest), /secret/);
});

t.test('a pod that has died before', async (t) => {
  const terminated = { containerID: 'x://1', exitCode: 143, reason: 'Error', message: 'words' };
  const object: PodObject = {
    metadata: METADATA,
    spec: {
      containers: [{ name: 'podder', ports: [{ name: 'health', containerPort: 8081 }] }, { name: 'side' }],
    },
    status: {
      phase: 'Running',
      podIP: '127.0.0.2',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        { name: 'side', restartCount: 1, state: { waiting: { reason: 'CrashLoopBackOff' } } },
        {
          name: 'podder',
          containerID: 'x://2',
          restartCount: 2,
          state: { running: {} },
          lastState: { terminated },
        },
      ],
    },
  };
  t.match(readPod(object), {
    healthPort: 8081,
    healthAddress: { ip: '127.0.0.2', port: 8081 },
    ready: true,
    containerId: 'x://2',
    waitingReason: undefined,
    restarts: 3,
    lastEnd: { containerId: 'x://1', exitCode: 143, reason: 'Error', message: 'words' },
  });
});

t.test('an end that is not yet the last state', async (t) => {
  const containerStatuses = [
    {
      name: 'podder',
      containerID: 'x://2',
      state: { terminated: { containerID: 'x://2', exitCode: 0, reason: 'Completed' } },
      lastState: { terminated: { containerID: 'x://1' } },
    },
  ];
  const facts = readPod({ metadata: METADATA, status: { phase: 'Succeeded', containerStatuses } });
  t.match(facts, { over: true, containerId: undefined, lastEnd: { containerId: 'x://2', exitCode: 0 } });
});

t.test('reports that are none', async (t) => {
  for (const text of [
    '',
    'null',
    '[]',
    '3',
    '{}',
    '{"state":"ill"}',
    '{"state":"incubating"',
    'sh: not found',
  ]) {
    t.equal(readReport(text), undefined, text);
  }
  t.same(readReport('{"state":"incubating","generation":"4","from":7,"strain":{}}'), {
    state: 'incubating',
    generation: null,
    from: null,
    strain: null,
  });
});
