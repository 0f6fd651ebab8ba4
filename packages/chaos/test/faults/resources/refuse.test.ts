import type { V1Pod, V1Volume } from '@kubernetes/client-node';
import t from 'tap';
import { refuseResources } from '../../../src/faults/resources/refuse.ts';
import { forPod } from '../../../src/faults/resources/for-pod.ts';
import type { ResourceFaultSpec } from '../../../src/faults/fault-spec.ts';

const LIMITED = { name: 'main', resources: { limits: { memory: '256Mi' } } };

function podWith(
  volumes: V1Volume[] = [],
  containers: NonNullable<V1Pod['spec']>['containers'] = [LIMITED],
): V1Pod {
  return { metadata: { namespace: 'n', name: 'p' }, spec: { containers, volumes } };
}

const disk = (volume: string): ResourceFaultSpec => ({ kind: 'fill-disk', volume, bytes: 1 });
const SHARE = { kind: 'fill-memory', amount: { percent: 70 } } as const;

t.test('a share of memory needs a limit, bytes need none', async (t) => {
  const bare = podWith([], [{ name: 'main' }]);
  t.throws(() => refuseResources(bare, SHARE), { code: 'CHAOS_SET_UP', message: /n\/p to have a limit/ });
  refuseResources(bare, { kind: 'fill-memory', amount: { bytes: 1 } });
  const untilOom = { kind: 'fill-memory', amount: { bytes: 1 }, untilOom: true } as const;
  t.throws(() => refuseResources(bare, untilOom), { code: 'CHAOS_SET_UP' });
  refuseResources(podWith(), SHARE);
  refuseResources(podWith(), untilOom);
  refuseResources(bare, { kind: 'burn', cores: 1, percent: 1 });
});

t.test('the container has to be there', async (t) => {
  t.throws(() => refuseResources(podWith(), SHARE, 'other'), {
    code: 'CHAOS_USAGE',
    message: 'expected a container of pod n/p (main), got "other"',
  });
});

t.test('only volumes that can be written and are not the node’s are filled', async (t) => {
  const pod = podWith([
    { name: 'work', emptyDir: {} },
    { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
    { name: 'memory', emptyDir: { medium: 'Memory' } },
    { name: 'node', hostPath: { path: '/' } },
    { name: 'settings', configMap: { name: 'x' } },
    { name: 'archive', persistentVolumeClaim: { claimName: 'data', readOnly: true } },
  ]);
  for (const name of ['work', 'data']) refuseResources(pod, disk(name));
  for (const [name, why] of Object.entries({
    memory: /fill --memory/,
    node: /no flag lifts this/,
    settings: /configMap/,
    archive: /read alone/,
  })) {
    t.throws(() => refuseResources(pod, disk(name)), { code: 'CHAOS_REFUSED', message: why }, name);
  }
  t.throws(() => refuseResources(pod, disk('other')), {
    code: 'CHAOS_USAGE',
    message: /\(work, data, memory, node, settings, archive\), got "other"/,
  });
  const block = podWith(
    [{ name: 'data', persistentVolumeClaim: { claimName: 'd' } }],
    [{ ...LIMITED, volumeDevices: [{ name: 'data', devicePath: '/dev/x' }] }],
  );
  t.throws(() => refuseResources(block, disk('data')), { message: /block device/ });
});

t.test('the limit beyond which the kubelet evicts is the lower one', async (t) => {
  const storage = { resources: { limits: { 'ephemeral-storage': '1Gi' } } };
  const pod = podWith(
    [
      { name: 'small', emptyDir: { sizeLimit: '100Mi' } },
      { name: 'large', emptyDir: {} },
      { name: 'data', persistentVolumeClaim: { claimName: 'd' } },
    ],
    [{ name: 'main', ...storage }],
  );
  t.match(forPod(disk('small'), pod, undefined), { evictsAtBytes: 104_857_600 });
  t.match(forPod(disk('large'), pod, undefined), { evictsAtBytes: 1_073_741_824 });
  t.same(forPod(disk('data'), pod, undefined), disk('data'));
});

t.test('an agent sees the processes of the container that kubectl would take', async (t) => {
  const { spec } = podWith([], [LIMITED, { ...LIMITED, name: 'proxy' }]);
  const pod: V1Pod = {
    ...(spec && { spec }),
    metadata: { annotations: { 'kubectl.kubernetes.io/default-container': 'proxy' } },
  };
  const limits = { limitBytes: 536_870_912, unseenBytes: 268_435_456 };
  t.match(forPod(SHARE, pod, undefined), { pod: { sees: 'proxy', ...limits } });
  t.match(forPod(SHARE, pod, 'main'), { pod: { sees: 'main', ...limits } });
  const shared = podWith([], [LIMITED, { ...LIMITED, name: 'proxy' }]);
  if (shared.spec) shared.spec.shareProcessNamespace = true;
  t.match(forPod(SHARE, shared, 'main'), { pod: { unseenBytes: 0 } }, 'all of them, where they share them');
});
