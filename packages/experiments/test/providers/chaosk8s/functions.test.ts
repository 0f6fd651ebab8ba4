/** Functions of chaosk8s on a local cluster, as an experiment calls them. */
import t from 'tap';
import { startTestCluster } from '../../../../../apps/pod-chaos/test/testing/cluster.ts';
import { connect } from '@pod-contagion/chaos';
import { fenceFor } from '../../../../../apps/pod-chaos/test/testing/fence.ts';
import { NOTHING_FORESEEN, type Preview } from '../../../src/providers/provider.ts';
import type { Json, JsonObject } from '../../../src/json.ts';
import { CHAOS_MODULES, whyUnknown } from '../../../src/providers/chaosk8s/functions.ts';
import { createPythonProvider } from '../../../src/providers/python.ts';
import { contextOfTest } from '../../testing/context.ts';

t.test('what is known, and what to take instead of what is not', async (t) => {
  for (const [module, functions] of Object.entries(CHAOS_MODULES)) {
    for (const func of Object.keys(functions))
      t.equal(whyUnknown(module, func), undefined, `${module}.${func}`);
  }
  for (const [name, instead] of [
    ['chaosk8s.pod.actions.exec_in_pods', /kubectl exec.*terminate_pods/],
    ['chaosk8s.node.actions.drain_nodes', /kubectl cordon, drain/],
    ['chaosaws.ec2.actions.stop_instance', /with aws/],
    ['chaostoxi.toxic.actions.create_latency_toxic', /Toxiproxy's own API/],
    ['os.path.exists', /path: test/],
    ['constructor.toString', /no Python is run/],
  ] as const) {
    const [, module = '', func = ''] = /^(.*)\.(\w+)$/.exec(name) ?? [];
    t.match(whyUnknown(module, func), instead, name);
  }
});

t.test('on a cluster', async (t) => {
  const cluster = await startTestCluster(t);
  const { kube, deploy, pods, until } = cluster;
  const fence = await fenceFor(t, cluster);
  await deploy('web', 4);
  const provider = createPythonProvider(() => Promise.resolve(kube));
  const context = contextOfTest();
  const call = (module: string, func: string, args: JsonObject): Promise<Json> =>
    provider.run({ type: 'python', module: `chaosk8s.${module}`, func, arguments: args }, context);
  const names = async (): Promise<readonly string[]> =>
    (await pods('web')).map(({ metadata }) => metadata.name);
  const web = { label_selector: 'app=web' };

  await t.test('pods', async (t) => {
    t.equal(await call('pod.probes', 'pods_in_phase', web), true);
    await t.rejects(call('pod.probes', 'pods_not_in_phase', web), /should not be in phase Running/);
    t.equal(await call('pod.probes', 'pods_not_in_phase', { ...web, raise_on_in_phase: false }), false);
    await t.rejects(call('pod.probes', 'pods_in_phase', { label_selector: 'app=none' }), /no pods/);
    t.equal(await call('pod.probes', 'count_pods', { ...web, phase: 'Running' }), 4);
    t.equal(await call('pod.probes', 'count_min_pods', { ...web, min_count: 5 }), false);
    const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
    t.equal(await call('pod.probes', 'pods_in_conditions', { ...web, ...ready }), true);
    t.equal(await call('pod.probes', 'all_pods_healthy', {}), true);
    t.equal(await call('pod.probes', 'pod_is_not_available', { name: 'nobody' }), true);
    const logs = (await call('probes', 'read_microservices_logs', {
      name: 'web',
      label_selector: 'app in ({name})',
      last: '10 minutes',
    })) as JsonObject;
    t.same(Object.keys(logs).toSorted(), (await names()).toSorted());
    t.equal(await call('pod.probes', 'should_be_found_in_logs', { pattern: 'x', value: logs }), false);
  });

  await t.test('workloads, services and nodes', async (t) => {
    const named = { name: 'web' };
    t.equal(await call('deployment.probes', 'deployment_available_and_healthy', named), true);
    t.equal(await call('probes', 'microservice_available_and_healthy', named), true);
    await t.rejects(
      call('deployment.probes', 'deployment_available_and_healthy', { name: 'none' }),
      /was not found/,
    );
    t.equal(await call('deployment.actions', 'scale_deployment', { ...named, replicas: 2 }), null);
    t.equal(await call('deployment.probes', 'deployment_fully_available', named), true);
    await until('two pods', async () => (await names()).length === 2);
    t.equal(
      await call('deployment.probes', 'deployment_not_fully_available', {
        ...named,
        timeout: 0.1,
        raise_on_fully_available: false,
      }),
      false,
    );
    t.equal(await call('node.probes', 'all_nodes_must_be_ready_to_schedule', {}), true);
    t.equal(
      await call('service.probes', 'service_is_initialized', {
        name: 'none',
        raise_if_service_not_initialized: false,
      }),
      false,
    );
    await t.rejects(call('deployment.actions', 'scale_deployment', { name: 'none', replicas: 1 }), /none/);
  });

  await t.test('terminate_pods, in its ways to choose', async (t) => {
    await call('deployment.actions', 'scale_deployment', { name: 'web', replicas: 4 });
    const terminate = async (args: JsonObject): Promise<readonly string[]> => {
      await call('deployment.probes', 'deployment_fully_available', { name: 'web' });
      await until('four pods', async () => (await names()).length === 4);
      return (await call('pod.actions', 'terminate_pods', { ...web, grace_period: 0, ...args })) as string[];
    };
    const [first] = (await names()).toSorted();
    t.same(await terminate({}), [first], 'the first by name');
    t.equal((await terminate({ mode: 'percentage', qty: 50, rand: true })).length, 2);
    t.equal((await terminate({ all: true })).length, 4, 'all, as it says');
    await until('four again', async () => (await names()).length === 4);
    const [pattern = ''] = await names();
    t.same(await terminate({ name_pattern: `^${pattern}$`, all: true }), [pattern]);
    t.match(context.hits[0], {
      verdict: 'held',
      pods: [{ namespace: 'default', name: first, outcome: 'hit' }],
    });
    await t.rejects(call('pod.actions', 'terminate_pods', { label_selector: 'app=none' }), /got none/);
  });

  const preview = async (
    by: typeof provider,
    module: string,
    func: string,
    args: JsonObject,
  ): Promise<Preview> => {
    const spec = { type: 'python', module: `chaosk8s.${module}`, func, arguments: args } as const;
    return (await by.preview?.(spec, context)) ?? NOTHING_FORESEEN;
  };

  await t.test('what actions would do, and that it is not done', async (t) => {
    await call('deployment.probes', 'deployment_fully_available', { name: 'web' });
    await until('four pods', async () => (await names()).length === 4);
    const before = (await names()).toSorted();
    const foresee = preview.bind(undefined, provider);
    t.same(await foresee('pod.actions', 'terminate_pods', { ...web, qty: 2 }), {
      lines: [`would delete 2: default/${before[0]}, default/${before[1]}`],
      isRefused: false,
    });
    t.match(await foresee('pod.actions', 'terminate_pods', { ...web, rand: true }), {
      lines: [/^would delete 1, drawn at random: default\/web-/],
    });
    const nobody = await foresee('pod.actions', 'terminate_pods', { label_selector: 'app=none' });
    t.same(nobody, { lines: ['would fail: no pod matches and runs'], isRefused: true });
    t.same(await foresee('deployment.actions', 'scale_deployment', { name: 'web', replicas: 9 }), {
      lines: ['would scale from 4 to 9 deployment default/web'],
      isRefused: false,
    });
    t.same(await foresee('deployment.actions', 'rollout_deployment', { name: 'web' }), {
      lines: ['would replace all 4 pods of deployment default/web'],
      isRefused: false,
    });
    t.same(await foresee('deployment.actions', 'scale_deployment', { name: 'db', replicas: 1 }), {
      lines: ['would fail: there is no deployment default/db'],
      isRefused: true,
    });
    t.same(await foresee('pod.probes', 'count_pods', web), NOTHING_FORESEEN, 'a probe does nothing');
    t.same((await names()).toSorted(), before);
  });

  await t.test('with the rights of its Role alone', async (t) => {
    fence.give('kubernetes/chaos/roles/chaosk8s/role.yaml');
    const fenced = createPythonProvider(() => connect({ kubeconfig: fence.kubeconfig }));
    const may = (module: string, func: string, args: JsonObject): Promise<Json> =>
      fenced.run({ type: 'python', module: `chaosk8s.${module}`, func, arguments: args }, contextOfTest());
    t.equal(await may('pod.probes', 'count_pods', web), 4);
    await may('pod.probes', 'read_pod_logs', { name: 'web', label_selector: 'app in ({name})' });
    t.equal(
      ((await may('pod.actions', 'terminate_pods', { ...web, grace_period: 0 })) as string[]).length,
      1,
    );
    t.equal(await may('deployment.actions', 'scale_deployment', { name: 'web', replicas: 3 }), null);
    t.equal(await may('deployment.actions', 'rollout_deployment', { name: 'web' }), null);
    await preview(fenced, 'pod.actions', 'terminate_pods', { ...web, all: true });
    await preview(fenced, 'deployment.actions', 'rollout_deployment', { name: 'web' });
    const none = { name: 'none', raise_if_service_not_initialized: false };
    t.equal(await may('service.probes', 'service_is_initialized', none), false);
    // Owners for certain; without them they are told from the pods.
    t.same(
      fence.refused().filter((right) => right !== 'list apps/replicasets'),
      [],
    );
    await t.rejects(may('node.probes', 'get_nodes', {}), /no right to list \/nodes in no namespace/);
  });
});
