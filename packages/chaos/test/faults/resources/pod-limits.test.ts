import type { V1Pod } from '@kubernetes/client-node';
import fc from 'fast-check';
import t from 'tap';
import { podLimit, storageLimit } from '../../../src/faults/resources/pod-limits.ts';

type Limits = Record<string, string>;
const container = (limits: Limits | undefined, restartPolicy?: string) => ({
  name: 'c',
  ...(limits === undefined ? {} : { resources: { limits } }),
  ...(restartPolicy === undefined ? {} : { restartPolicy }),
});
const pod = (
  containers: ReturnType<typeof container>[],
  initContainers: ReturnType<typeof container>[] = [],
  more: object = {},
): V1Pod => ({ spec: { containers, initContainers, ...more } });

t.test('the sum of all containers, if each has one', async (t) => {
  t.equal(podLimit(pod([container({ memory: '1Ki' }), container({ memory: '2Ki' })]), 'memory'), 3_072);
  t.equal(podLimit(pod([container({ memory: '1Ki' }), container({ cpu: '1' })]), 'memory'), undefined);
  t.equal(podLimit(pod([container({ memory: '0' })]), 'memory'), undefined, 'none is none');
  t.equal(podLimit(pod([]), 'memory'), undefined);
  t.equal(podLimit(pod([container({ cpu: '250m' }), container({ cpu: '0.5' })]), 'cpu'), 0.75);
});

t.test('sidecars with them, init containers as far as they need more, overhead on top', async (t) => {
  const main = container({ memory: '100' });
  const sidecar = container({ memory: '50' }, 'Always');
  t.equal(podLimit(pod([main], [sidecar, container({ memory: '20' })]), 'memory'), 150);
  t.equal(podLimit(pod([main], [sidecar, container({ memory: '200' })]), 'memory'), 250);
  t.equal(podLimit(pod([main], [container(undefined)]), 'memory'), undefined, 'it has to have one, too');
  t.equal(podLimit(pod([main], [], { overhead: { memory: '7' } }), 'memory'), 107);
});

t.test('that of the pod as a whole comes first', async (t) => {
  const whole = { resources: { limits: { memory: '64' } } };
  t.equal(podLimit(pod([container(undefined)], [], whole), 'memory'), 64);
});

t.test('of disk, those that have one', async (t) => {
  const having = container({ 'ephemeral-storage': '1Gi' });
  t.equal(storageLimit(pod([having, container(undefined)])), 1_073_741_824);
  t.equal(storageLimit(pod([container(undefined)])), undefined);
});

t.test('no order of containers makes a difference', async () => {
  const limits = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(limits, (values) => {
      const all = values.map((value) => container({ memory: String(value) }));
      const sum = values.reduce((total, value) => total + value, 0);
      return podLimit(pod(all), 'memory') === sum && podLimit(pod(all.toReversed()), 'memory') === sum;
    }),
  );
});
