import t from 'tap';
import { aPod, aService, aWorkload, createFixture } from './fixtures.ts';

const { kind } = createFixture();

function told(resource: 'pods' | 'deployments' | 'services', object: never): string[] {
  return kind(resource).notHonoured?.(object) ?? [];
}

t.test('nothing is told of what is honoured, or not given', async (t) => {
  t.same(told('pods', aPod()), []);
  t.same(
    told('pods', aPod({ hostNetwork: false, volumes: [], securityContext: {}, dnsPolicy: 'ClusterFirst' })),
    [],
  );
  t.same(told('services', aService({ type: 'NodePort', sessionAffinity: 'ClientIP' })), []);
});

t.test('what is not honoured is told by its path, once', async (t) => {
  const container = { image: 'x:1', resources: { limits: { cpu: '1' }, requests: { cpu: '1' } } };
  const containers = [
    { ...container, name: 'a', securityContext: { privileged: true } },
    { ...container, name: 'b' },
  ];
  t.same(
    told('pods', aPod({ containers, hostNetwork: true, volumes: [{ name: 'v', hostPath: { path: '/' } }] })),
    [
      'spec.containers[].resources.limits',
      'spec.containers[].securityContext',
      'spec.hostNetwork',
      'spec.volumes',
    ],
  );
  const grpc = { name: 'a', image: 'x:1', livenessProbe: { grpc: { port: 1 } } };
  t.same(told('deployments', aWorkload('Deployment', {}, { containers: [grpc] })), [
    'spec.template.spec.containers[].livenessProbe.grpc',
  ]);
  t.same(told('services', aService({ ports: [{ port: 53, protocol: 'UDP' }] })), ['spec.ports[].protocol']);
});

t.test('of volumes emptyDir is honoured, with what it can be here', async (t) => {
  const toldOf = (volume: object, mount: object): string[] =>
    told(
      'pods',
      aPod({
        volumes: [{ name: 'v', ...volume }],
        containers: [{ name: 'a', image: 'x:1', volumeMounts: [{ name: 'v', mountPath: '/v', ...mount }] }],
      }),
    );
  t.same(toldOf({ emptyDir: { sizeLimit: '1Mi' } }, { subPath: 'a', readOnly: false }), []);
  t.same(toldOf({}, {}), [], 'what names no sort is one');
  t.same(toldOf({ emptyDir: { medium: 'Memory' } }, { readOnly: true }), [
    'spec.containers[].volumeMounts[].readOnly',
    'spec.volumes[].emptyDir.medium',
  ]);
  t.same(toldOf({ configMap: { name: 'c' } }, {}), ['spec.containers[].volumeMounts', 'spec.volumes']);
});
