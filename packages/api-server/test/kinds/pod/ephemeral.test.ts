import t from 'tap';
import type { Pod } from '../../../src/machinery/objects.ts';
import { validateEphemeralContainersUpdate } from '../../../src/kinds/index.ts';
import { aPod, createFixture } from '../fixtures.ts';

const chaos = { name: 'chaos', image: 'x:1', targetContainerName: 'main' };

function causes(containers: object[], before: object[] = [], metadata: object = {}): string[] {
  const { registry, kind } = createFixture();
  const pod = structuredClone(registry.create('pods', aPod({}, metadata)));
  const withContainers = (ephemeralContainers: object[]): Pod => {
    const copy = {
      ...pod,
      spec: { ...pod.spec, ephemeralContainers: structuredClone(ephemeralContainers) },
    } as Pod;
    kind('pods').applyDefaults(copy);
    return copy;
  };
  const after = withContainers(containers);
  const errors = [
    ...kind('pods').validate(after, { registry, nowMs: 0, dryRun: false }),
    ...validateEphemeralContainersUpdate(after, withContainers(before)),
  ];
  return errors.map(({ field, message }) => `${field}: ${message}`);
}

t.test('one more may come', async (t) => {
  t.same(causes([chaos]), []);
  t.same(causes([{ ...chaos, name: 'second' }, chaos], [chaos]), []);
});

t.test('those there are stay as they are', async (t) => {
  t.same(causes([], [chaos]), [
    'spec.ephemeralContainers: Forbidden: existing ephemeral containers "chaos" may not be removed\n',
  ]);
  t.same(causes([{ ...chaos, image: 'x:2' }], [chaos]), [
    'spec.ephemeralContainers: Forbidden: existing ephemeral containers "chaos" may not be changed\n- image: "x:1"\n+ image: "x:2"',
  ]);
});

t.test('names are those of no other container, targets those of one', async (t) => {
  t.same(causes([{ ...chaos, name: 'main' }]), ['spec.ephemeralContainers[0].name: Duplicate value: "main"']);
  t.same(causes([{ ...chaos, targetContainerName: 'nobody' }]), [
    'spec.ephemeralContainers[0].targetContainerName: Not found: "nobody"',
  ]);
});

t.test('no ports, probes, resources, hooks', async (t) => {
  t.same(
    causes([
      {
        ...chaos,
        ports: [{ containerPort: 1 }],
        resources: { limits: { cpu: '1' } },
        livenessProbe: { tcpSocket: { port: 1 } },
        lifecycle: { preStop: { exec: { command: ['x'] } } },
      },
    ]),
    ['ports', 'resources', 'livenessProbe', 'lifecycle'].map(
      (name) => `spec.ephemeralContainers[0].${name}: Forbidden: cannot be set for an Ephemeral Container`,
    ),
  );
});

t.test('a pod that a kubelet made takes none', async (t) => {
  const annotations = { 'kubernetes.io/config.mirror': 'x' };
  t.same(causes([chaos], [], { annotations }), [
    ': Forbidden: static pods do not support ephemeral containers',
  ]);
});
