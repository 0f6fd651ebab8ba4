/** What looks and breaks nothing, or finds that it can't: install, preflight, netem without sch_netem, watch. */
import t from 'tap';
import { jsonLines, run, start, type Ended } from '../testing/command-line.ts';
import { startTestCluster } from '../testing/cluster.ts';
import { NO_NETWORK } from '../testing/network.ts';

t.test('with a network namespace each', { skip: NO_NETWORK }, async (t) => {
  const cluster = await startTestCluster(t, { network: 'namespace' });
  await cluster.deploy('web', 2, 'pod-contagion:generic');
  const chaos = (...argv: string[]): Promise<Ended> => run(argv, cluster.kubeconfig);
  const [pod] = await cluster.pods('web');
  const { name = '' } = pod?.metadata ?? {};
  const agentsIn = async (): Promise<number> => {
    const pods = await cluster.pods('web');
    return pods.flatMap(({ spec }) => spec.ephemeralContainers ?? []).length;
  };

  await t.test('preflight leaves nothing in any pod', async (t) => {
    const { code, out } = await chaos('preflight', '--json');
    t.equal(code, 0);
    const agents = ['network', 'slow', 'fail', 'toxic', 'burn', 'fill'];
    const faults = ['delete', 'evict', 'container', ...agents, 'schedule', 'reap'];
    t.match(jsonLines(out), [
      { event: 'preflight', faults: faults.map((fault) => ({ fault, possible: 'yes' })) },
      { event: 'end', exitCode: 0 },
    ]);
    const nobody = await chaos('preflight', '-l', 'app=none', '--fault', 'delete');
    t.match(nobody, { code: 1, out: /^delete: no$/m });
    t.equal(await agentsIn(), 0);
  });

  await t.test('install puts an agent in that only looks', async (t) => {
    const { code, out } = await chaos('install', '-p', name, '-n', 'default', '-g', 'pod-contagion:chaos');
    t.equal(code, 0);
    t.match(out, /in-pod +pod default\/web-/);
    t.equal(await agentsIn(), 1);
    t.match(await chaos('status'), { code: 0, out: '' });
    const beganAtMs = performance.now();
    const wrong = await chaos('install', '-p', name, '-g', 'none:1');
    t.equal(wrong.code, 1);
    t.match(wrong.out, /NO +in-pod .*(ErrImagePull|ImagePullBackOff)/);
    // An agent that breaks something is waited for a minute, lest it begin after all.
    t.ok(performance.now() - beganAtMs < 50_000, 'said without waiting for the time to be over');
  });

  await t.test('netem: either the kernel has it, or no pod is touched', async (t) => {
    const before = await agentsIn();
    const { code, out, err } = await chaos('disrupt', '-p', name, '-d', '100', '-v', '20', '-r', '2');
    if (code === 4) {
      t.match(err, /expected nodes whose kernel can do this, got 1 of 1 that can't \(no pod was touched\)/);
      t.equal(await agentsIn(), before);
      const { items } = await cluster.kube.core.listNamespacedPod({ namespace: 'default' });
      t.notOk(items.some(({ metadata }) => metadata?.name?.includes('pod-chaos-check')));
    } else {
      t.match(out, /mended/);
    }
    const unasked = await chaos(
      'disrupt',
      '-p',
      name,
      '-r',
      '2',
      '--kernel-check',
      'none',
      '--',
      'loss',
      '1%',
    );
    if (code === 4) t.match(unasked, { code: 4, out: /CHAOS_NO_NETEM/ });
  });
});

t.test('watch sees a pod leave and another come', async (t) => {
  const cluster = await startTestCluster(t);
  await cluster.deploy('web', 2);
  const watch = start(['watch', '-l', 'app=web', '--until-ready', '--json'], cluster.kubeconfig);
  await watch.said(/"what":"watching"/);
  t.match(await run(['kill', '-l', 'app=web', '--grace-period', '0'], cluster.kubeconfig), { code: 0 });
  const { code, out } = await watch.ended;
  t.equal(code, 0);
  const lines = jsonLines(out);
  t.match(
    lines.find(({ what }) => what === 'left'),
    { event: 'recovery', departure: { namespace: 'default' } },
  );
  t.match(lines.at(-2), { event: 'report', reason: 'settled', selector: 'app=web' });
  t.match(lines.at(-1), { event: 'end', exitCode: 0 });
});

t.test('one container of a pod', async (t) => {
  const cluster = await startTestCluster(t);
  // On loopback all pods share the machine's ports, so that each has to bind to its own address.
  await cluster.deploy('web', 1, 'pod-contagion:generic', { env: [POD_IP], args: ADDRESSES });
  const kill = ['kill', '-l', 'app=web', '--allow-last-ready', '--max-percent', '100'];
  const wrong = await run([...kill, '--container', 'none'], cluster.kubeconfig);
  t.match(wrong, { code: 2, out: /CHAOS_USAGE: expected a container of pod/ });
  const { code, out } = await run([...kill, '--container', 'main'], cluster.kubeconfig);
  t.equal(code, 0);
  t.match(out, /^held: 1 of 1 pod hit by SIGTERM to container main/m);
  await cluster.until('it was restarted', async () => {
    const [pod] = await cluster.pods('web');
    return (pod?.status.containerStatuses?.[0]?.restartCount ?? 0) > 0;
  });
});

const POD_IP = { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } };
const ADDRESSES = ['-http=$(POD_IP):8080', '-health=$(POD_IP):8081'];
