import t from 'tap';
import { hasOwner, ownersOf, topmost } from '../../src/targets/owner.ts';
import { deploymentPods, podLike } from './pods.ts';

const [pod = podLike({ name: 'none' })] = deploymentPods(1);
const NOTHING_READ = new Map();

t.test('the owner of a ReplicaSet, as it was read', (t) => {
  const read = (owner: { kind: string; name: string } | null): string | undefined =>
    topmost(ownersOf(pod, new Map([['uid-ReplicaSet-web-5d9c7', owner]])));
  t.equal(read({ kind: 'Rollout', name: 'web' }), 'Rollout/web');
  t.equal(read(null), 'ReplicaSet/web-5d9c7', 'a ReplicaSet by itself');
  t.end();
});

t.test('where it could not be read, the hash tells', (t) => {
  t.equal(topmost(ownersOf(pod, NOTHING_READ)), 'Deployment/web');
  const bare = podLike({ name: 'x', owner: ['ReplicaSet', 'web-5d9c7'] });
  t.equal(topmost(ownersOf(bare, NOTHING_READ)), 'ReplicaSet/web-5d9c7', 'no hash on the pod');
  const other = podLike({
    name: 'x',
    owner: ['ReplicaSet', 'web-5d9c7'],
    labels: { 'pod-template-hash': 'abc' },
  });
  t.equal(topmost(ownersOf(other, NOTHING_READ)), 'ReplicaSet/web-5d9c7', 'another hash');
  t.equal(
    topmost(ownersOf(podLike({ name: 'x', owner: ['StatefulSet', 'db'] }), NOTHING_READ)),
    'StatefulSet/db',
  );
  t.end();
});

t.test('a bare pod and a mirror pod have none', (t) => {
  t.strictSame(ownersOf(podLike({ name: 'x' }), NOTHING_READ), []);
  t.strictSame(ownersOf(podLike({ name: 'x', owner: ['Node', 'node-1'] }), NOTHING_READ), []);
  t.equal(topmost([]), undefined);
  t.end();
});

t.test('an owner is named by kind and name, the nearest and the topmost', (t) => {
  const owners = ownersOf(pod, NOTHING_READ);
  for (const wanted of ['Deployment/web', 'deployment/web', 'deploy/web', 'Deployment', 'rs/web-5d9c7']) {
    t.ok(hasOwner(owners, wanted), wanted);
  }
  for (const wanted of ['Deployment/api', 'StatefulSet/web', 'sts', 'rs/web']) {
    t.notOk(hasOwner(owners, wanted), wanted);
  }
  t.end();
});
