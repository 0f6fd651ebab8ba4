import t from 'tap';
import { misfit } from '../../../src/controllers/scheduler/fits.ts';
import type { KubeNode, Pod } from '@pod-contagion/api-server/objects';

function node(spec: KubeNode['spec'] = {}): KubeNode {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'local', labels: { disk: 'ssd', generation: '5' } },
    spec,
    status: { allocatable: { pods: '3', cpu: '1' } },
  };
}

function pod(spec: Partial<NonNullable<Pod['spec']>> = {}): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [], ...spec } };
}

function requiring(...terms: { key: string; operator: string; values?: string[] }[][]): Pod {
  const nodeSelectorTerms = terms.map((matchExpressions) => ({ matchExpressions }));
  return pod({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  });
}

const SELECTOR = "node(s) didn't match Pod's node affinity/selector";

t.test('labels', async (t) => {
  t.equal(misfit(pod(), node(), 0), undefined);
  t.equal(misfit(pod({ nodeSelector: { disk: 'ssd' } }), node(), 0), undefined);
  t.equal(misfit(pod({ nodeSelector: { disk: 'hdd' } }), node(), 0)?.reason, SELECTOR);
  // What every JavaScript object has is no label.
  t.equal(misfit(requiring([{ key: 'constructor', operator: 'DoesNotExist' }]), node(), 0), undefined);
  t.equal(misfit(requiring([{ key: 'toString', operator: 'Exists' }]), node(), 0)?.reason, SELECTOR);
});

t.test('affinity: all conditions of any term', async (t) => {
  const inSsd = { key: 'disk', operator: 'In', values: ['ssd'] };
  const above = { key: 'generation', operator: 'Gt', values: ['4'] };
  const below = { key: 'generation', operator: 'Lt', values: ['4'] };
  t.equal(misfit(requiring([inSsd, above]), node(), 0), undefined);
  t.equal(misfit(requiring([inSsd, below], [above]), node(), 0), undefined);
  t.equal(misfit(requiring([inSsd, below]), node(), 0)?.reason, SELECTOR);
  t.equal(misfit(requiring([]), node(), 0)?.reason, SELECTOR, 'an empty term matches nothing');
  const absent = { key: 'gpu', operator: 'DoesNotExist' };
  t.equal(misfit(requiring([absent]), node(), 0), undefined);
  t.equal(misfit(requiring([{ key: 'gpu', operator: 'Exists' }]), node(), 0)?.reason, SELECTOR);
  t.equal(misfit(requiring([{ ...inSsd, operator: 'NotIn' }]), node(), 0)?.reason, SELECTOR);
});

t.test('taints and tolerations', async (t) => {
  const tainted = node({ taints: [{ key: 'sick', value: 'yes', effect: 'NoSchedule' }] });
  t.equal(misfit(pod(), tainted, 0)?.reason, 'node(s) had untolerated taint {sick: yes}');
  const tolerates = (toleration: object): boolean =>
    misfit(pod({ tolerations: [toleration] }), tainted, 0) === undefined;
  t.ok(tolerates({ key: 'sick', value: 'yes' }));
  t.ok(tolerates({ key: 'sick', operator: 'Exists', effect: 'NoSchedule' }));
  t.ok(tolerates({ operator: 'Exists' }));
  t.notOk(tolerates({ key: 'sick', value: 'no' }));
  t.notOk(tolerates({ key: 'sick', operator: 'Exists', effect: 'NoExecute' }));
  const preferring = node({ taints: [{ key: 'sick', effect: 'PreferNoSchedule' }] });
  t.equal(misfit(pod(), preferring, 0), undefined);
});

t.test('cordoned and full', async (t) => {
  t.equal(misfit(pod(), node({ unschedulable: true }), 0)?.reason, 'node(s) were unschedulable');
  t.equal(
    misfit(pod({ tolerations: [{ operator: 'Exists' }] }), node({ unschedulable: true }), 0),
    undefined,
  );
  t.equal(misfit(pod(), node(), 2), undefined);
  t.same(misfit(pod(), node(), 3), { reason: 'Too many pods', isFullness: true });
});
