import t from 'tap';
import { selectTargets } from '../../src/targets/select.ts';
import { deploymentPods, NOW_MS, podLike } from './pods.ts';

const CONTEXT = { nowMs: NOW_MS, freshSeed: 'a' };

/** What is lifted for pods that are named. */
function lifted(pods: ReturnType<typeof deploymentPods>, names: readonly string[], more: object = {}) {
  const options = { names, amount: 'all' } as const;
  return selectTargets(
    pods,
    { ...options, namespaces: [pods[0]?.metadata?.namespace ?? ''] },
    { ...CONTEXT, ...more },
  ).lifted.map(({ pod, protection }) => [pod.name, protection]);
}

t.test('a name says which protections it lifts', async (t) => {
  const pods = deploymentPods(4);
  const names = pods.map(({ metadata }) => metadata?.name ?? '');
  t.same(lifted(pods, names.slice(0, 1)), [], 'one of four lifts none');
  const all = lifted(pods, names);
  t.equal(all.length, 2, 'two of four are its share');
  t.ok(all.every(([, why]) => why === 'beyond 50 % of its namespace'));
  t.same(lifted(pods, names, { isPopulationUnknown: true }), [], 'nobody could count');
  const only = deploymentPods(1);
  t.same(lifted(only, [only[0]?.metadata?.name ?? '']), [
    [only[0]?.metadata?.name, 'the last ready pod of its owner'],
  ]);
});

t.test('those of system namespaces and of the toolkit too', async (t) => {
  const dns = podLike({ namespace: 'kube-system', name: 'dns' });
  t.same(lifted([dns], ['dns']), [['dns', 'in kube-system']]);
  const own = podLike({ name: 'own' });
  t.same(lifted([own], ['own'], { ownPodName: 'own' }), [['own', 'part of the toolkit itself']]);
});

t.test('nobody is named, nothing is lifted', async (t) => {
  const options = { namespaces: ['default'], amount: 'all', keepLastReady: false } as const;
  t.same(selectTargets(deploymentPods(2), options, CONTEXT).lifted, []);
});
