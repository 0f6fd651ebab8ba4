import t from 'tap';
import { podFactsOf, workloadFactsOf } from '../../src/recovery/facts.ts';

const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
const controller = { apiVersion: 'apps/v1', uid: 'u', controller: true };

t.test('reads pods, of lists and of watches', async (t) => {
  t.same(
    podFactsOf({
      metadata: {
        namespace: 'default',
        name: 'web-5f-x',
        uid: '1',
        labels: { 'pod-template-hash': '5f' },
        ownerReferences: [{ ...controller, kind: 'ReplicaSet', name: 'web-5f' }],
      },
      status: {
        ...ready,
        phase: 'Running',
        containerStatuses: [1, 2].map((restartCount) => ({
          name: 'a',
          image: '',
          imageID: '',
          ready: true,
          restartCount,
        })),
      },
    }),
    {
      namespace: 'default',
      name: 'web-5f-x',
      uid: '1',
      owner: 'Deployment/web',
      ready: true,
      terminating: false,
      ended: undefined,
      restarts: 3,
    },
  );
  const text = '2026-11-21T09:00:00Z' as unknown as Date;
  t.match(podFactsOf({ metadata: { deletionTimestamp: text }, status: ready }), {
    terminating: true,
    ready: false,
  });
  t.match(podFactsOf({ status: { phase: 'Succeeded' } }), { ended: 'done', owner: undefined, restarts: 0 });
  t.match(podFactsOf({ status: { phase: 'Failed' } }), { ended: 'failed' });
  t.match(podFactsOf({}), { ready: false, ended: undefined, uid: '' });
});

t.test('reads workloads; one replica is wanted where none is named', async (t) => {
  const metadata = { namespace: 'n', name: 'web', uid: '1' };
  t.same(workloadFactsOf('StatefulSet', { metadata, status: { replicas: 1 } }), {
    kind: 'StatefulSet',
    ...metadata,
    wanted: 1,
    ready: 0,
  });
  const spec = { replicas: 0, selector: {}, template: {} };
  t.match(workloadFactsOf('Deployment', { metadata, spec, status: { readyReplicas: 2 } }), {
    wanted: 0,
    ready: 2,
  });
});

t.test('restarts of sidecars count, those of other init containers do not', async (t) => {
  const status = (name: string, restartCount: number) => ({
    name,
    image: '',
    imageID: '',
    ready: true,
    restartCount,
  });
  const spec = {
    containers: [{ name: 'main' }],
    initContainers: [{ name: 'proxy', restartPolicy: 'Always' }, { name: 'once' }],
  };
  const statuses = {
    containerStatuses: [status('main', 1)],
    initContainerStatuses: [status('proxy', 2), status('once', 4)],
  };
  t.equal(podFactsOf({ spec, status: statuses }).restarts, 3);
});
