import fc from 'fast-check';
import t from 'tap';
import { victims } from '../../../src/controllers/replica-set/victims.ts';
import type { Pod } from '@pod-contagion/api-server/objects';

const NOW_MS = Date.parse('2030-01-01T12:00:00Z');

type Traits = {
  node?: string;
  phase?: string;
  readyForSeconds?: number;
  cost?: string;
  restarts?: number;
  ageSeconds?: number;
};

function pod(name: string, traits: Traits = {}): Pod {
  const { node = 'local', phase = 'Running', readyForSeconds = 600, restarts = 0, ageSeconds = 600 } = traits;
  const at = (seconds: number): string => new Date(NOW_MS - seconds * 1000).toISOString();
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      uid: name,
      creationTimestamp: at(ageSeconds),
      ...(traits.cost === undefined
        ? {}
        : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': traits.cost } }),
    },
    spec: { containers: [], ...(node === '' ? {} : { nodeName: node }) },
    status: {
      phase,
      conditions: [
        {
          type: 'Ready',
          status: readyForSeconds > 0 ? 'True' : 'False',
          lastTransitionTime: at(readyForSeconds),
        },
      ],
      containerStatuses: [{ name: 'a', image: '', imageID: '', ready: true, restartCount: restarts }],
    },
  };
}

t.test('each rule, in its order', async (t) => {
  const ordered = [
    pod('unscheduled', { node: '', cost: '100' }),
    pod('pending', { phase: 'Pending', readyForSeconds: 0, cost: '100' }),
    pod('not ready', { readyForSeconds: 0, cost: '100' }),
    pod('cheap', { cost: '-1' }),
    pod('crowded'),
    pod('ready since shortly', { node: 'other', readyForSeconds: 10, restarts: 0, ageSeconds: 6000 }),
    pod('restarted', { node: 'other', readyForSeconds: 600, restarts: 5, ageSeconds: 6000 }),
    pod('young', { node: 'other', ageSeconds: 60 }),
    pod('old', { node: 'other', ageSeconds: 6000 }),
    pod('dear', { cost: '1' }),
  ];
  const relatives = [...ordered, ...['1', '2', '3', '4'].map((name) => pod(name))];
  for (let count = 1; count < ordered.length; count++) {
    const chosen = victims(ordered.toReversed(), relatives, count, NOW_MS);
    t.same(
      chosen.map(({ metadata }) => metadata.name),
      ordered.slice(0, count).map(({ metadata }) => metadata.name),
    );
  }
});

t.test('ages count by their magnitude only', async (t) => {
  const [victim] = victims(
    [pod('b', { readyForSeconds: 590, ageSeconds: 590 }), pod('a', { readyForSeconds: 600 })],
    [],
    1,
    NOW_MS,
  );
  t.equal(victim?.metadata.name, 'a', 'of the same magnitude the uid decides');
});

t.test('a cost that is no int32 is none', async (t) => {
  const [victim] = victims([pod('a'), pod('b', { cost: '-0' }), pod('c', { cost: '-1' })], [], 1, NOW_MS);
  t.equal(victim?.metadata.name, 'c');
});

t.test('the order of what is given does not matter', async () => {
  const traits = fc.record({
    node: fc.constantFrom('', 'local'),
    phase: fc.constantFrom('Pending', 'Running', 'Unknown'),
    readyForSeconds: fc.constantFrom(0, 5, 50, 500),
    restarts: fc.nat(2),
    ageSeconds: fc.constantFrom(1, 20, 600),
  });
  const few = fc.array(traits, { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(few, fc.nat(7), (all, count) => {
      const pods = all.map((each, index) => pod(String(index), each));
      const names = (given: Pod[]): string =>
        victims(given, pods, count, NOW_MS)
          .map(({ metadata }) => metadata.name ?? '')
          .toSorted((a, b) => a.localeCompare(b))
          .join(',');
      return names(pods) === names(pods.toReversed());
    }),
  );
});
