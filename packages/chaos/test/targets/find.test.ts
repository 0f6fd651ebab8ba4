import t from 'tap';
import type { TargetOptions } from '../../src/targets/options.ts';
import { findTargets, lookForTargets } from '../../src/targets/find.ts';
import { clusterFor, deploy, runPod } from '../testing/local-cluster.ts';
import { until } from '../../../../scripts/testing/until.ts';

t.test('pods of a cluster are found by what they are', async (t) => {
  const kube = await clusterFor(t);
  await Promise.all([deploy(kube, 'web', 4), deploy(kube, 'api', 2), runPod(kube, 'bare')]);
  const find = async (options: Partial<TargetOptions>): Promise<string[]> => {
    const all: TargetOptions = { namespaces: ['default'], amount: 'all', maxNamespacePercent: 100 };
    const { chosen } = await findTargets(kube, { ...all, ...options });
    return chosen.map(({ owner, name }) => owner ?? name).toSorted();
  };
  const times = (count: number, what: string): string[] => Array.from({ length: count }, () => what);

  await t.test('half of a Deployment', async (t) => {
    t.strictSame(await find({ selector: 'app=web', amount: { percent: 50 } }), times(2, 'Deployment/web'));
  });
  await t.test('by owner, field, name', async (t) => {
    t.strictSame(await find({ owner: 'deploy/api', keepLastReady: false }), times(2, 'Deployment/api'));
    t.strictSame(await find({ fieldSelector: 'metadata.name=bare' }), ['bare']);
    t.strictSame(await find({ names: ['bare'], selector: 'app' }), ['bare']);
    t.strictSame(await find({ namePattern: 'b.*' }), ['bare']);
  });
  await t.test('the cap and the last ready one count all pods, whoever is selected', async (t) => {
    t.strictSame(await find({ selector: 'app=api', maxNamespacePercent: 50 }), ['Deployment/api']);
    t.strictSame(
      await find({ selector: 'app=web', maxNamespacePercent: 50 }),
      times(3, 'Deployment/web'),
      'half of seven, and one is kept',
    );
    const [one = ''] = (
      await findTargets(kube, { namespaces: ['default'], selector: 'app=api', amount: 'all' })
    ).chosen.map(({ name }) => name);
    t.strictSame(
      await find({ fieldSelector: `metadata.name=${one}` }),
      ['Deployment/api'],
      'the other is left',
    );
  });
  await t.test('the same seed, the same pods', async (t) => {
    const options: TargetOptions = { namespaces: ['default'], amount: { count: 2 }, seed: 'again' };
    const first = await findTargets(kube, options);
    const second = await findTargets(kube, options);
    t.strictSame(
      second.chosen.map(({ uid }) => uid),
      first.chosen.map(({ uid }) => uid),
    );
    t.equal(first.seed, 'again');
    t.match(first.chosen[0], { node: /./, ready: true });
  });
  await t.test('nobody is an error that counts the reasons', async (t) => {
    await t.rejects(find({ selector: 'app=web', phases: ['Failed'] }), {
      code: 'CHAOS_NO_TARGET',
      message: 'expected a pod to hit, got none of 4: 4 in phase Running',
    });
    await t.rejects(find({ selector: 'app=nobody' }), { code: 'CHAOS_NO_TARGET' });
    await t.rejects(find({ namespaces: ['nowhere'] }), { code: 'CHAOS_NO_TARGET' });
    await t.rejects(find({ fieldSelector: 'spec.nonsense=1' }), {
      code: 'CHAOS_API',
      message: /can't list pods in default: .*field label not supported/,
    });
    t.match(await lookForTargets(kube, { namespaces: ['default'], selector: 'x', amount: 'all' }), {
      chosen: [],
    });
  });
  await t.test('pods that end are passed over', async () => {
    const pod = await runPod(kube, 'deaf', {
      containers: [{ name: 'main', image: 'deaf' }],
      terminationGracePeriodSeconds: 60,
    });
    const name = pod.metadata?.name ?? '';
    await kube.core.deleteNamespacedPod({ namespace: 'default', name });
    await until('it to be told as ending', async () => {
      const { chosen, passedOver } = await lookForTargets(kube, {
        namespaces: ['default'],
        names: [name],
        amount: 'all',
      });
      return chosen.length === 0 && passedOver.some(({ why }) => why === 'terminating already');
    });
    await kube.core.deleteNamespacedPod({ namespace: 'default', name, gracePeriodSeconds: 0 });
  });
});
