import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { AGENT_SPEC_VARIABLE, type AgentSpec } from '../../src/agent/spec.ts';
import { PodDisruptor } from '../../src/disruptors/pod-disruptor.ts';
import { ServiceDisruptor } from '../../src/disruptors/service-disruptor.ts';
import type { Kubernetes } from '../../src/kubernetes/connect.ts';
import { freshFolder, runPods, startFor, type TestCluster } from '../testing/cluster.ts';
import { clusterFor, deploy } from '../testing/local-cluster.ts';
import { NO_REAL_NETWORK } from '../testing/real-network.ts';
import { scriptedImages } from '../testing/scripted-images.ts';
import { until } from '../../../../scripts/testing/until.ts';

const real = { skip: NO_REAL_NETWORK };
const AGENT = fileURLToPath(new URL('../../../../apps/chaos-agent/src/main.ts', import.meta.url));
const ALL = { maxNamespacePercent: 100, keepLastReady: false };

/** The orders that agents in a pod were given, by how long their faults last. */
async function ordersIn(kube: Kubernetes, name: string): Promise<AgentSpec[]> {
  const { spec } = await kube.core.readNamespacedPod({ namespace: 'default', name });
  const orders = (spec?.ephemeralContainers ?? []).map(({ env }): AgentSpec =>
    JSON.parse(env?.find((each) => each.name === AGENT_SPEC_VARIABLE)?.value ?? ''),
  );
  return orders.toSorted((one, other) => (one.durationMs ?? 0) - (other.durationMs ?? 0));
}

t.test('finds and terminates pods', async (t) => {
  const kube = await clusterFor(t);
  const pods = await deploy(kube, 'web', 4);
  const selector = { namespace: 'default', select: { labels: { app: 'web' } } };
  const names = pods.map(({ metadata }) => metadata?.name ?? '').toSorted();
  t.same(await new PodDisruptor(kube, selector, ALL).targets(), names);
  t.equal(
    (await new PodDisruptor(kube, selector).targets()).length,
    2,
    'half of the namespace, unless told otherwise',
  );
  await t.rejects(new PodDisruptor(kube, { select: { labels: { app: 'no' } } }).targets(), {
    code: 'CHAOS_NO_TARGET',
  });

  const report = await new PodDisruptor(kube, selector, ALL).terminatePods({ count: '50%', timeout: '60s' });
  t.match(report, { verdict: 'held', targets: [{ outcome: 'hit' }, { outcome: 'hit' }] });
  t.equal(report.targets.length, 2);
  t.ok(report.targets.every(({ pod }) => names.includes(pod.name)));
  const { items } = await kube.core.listNamespacedPod({ namespace: 'default' });
  const left = items.filter(({ metadata }) => report.targets.some(({ pod }) => pod.uid === metadata?.uid));
  t.same(left, [], 'waited until they were gone');
});

t.test('wrong usage, before anything is done', async (t) => {
  const kube = await clusterFor(t);
  const usage = { code: 'CHAOS_USAGE' };
  t.throws(() => new PodDisruptor(kube, {}), usage);
  t.throws(() => new PodDisruptor(kube, { namespace: 'a' }, { injectTimeout: 'soon' }), usage);
  t.throws(() => new PodDisruptor(kube, { namespace: 'a' }, { timeout: '3s' } as object), usage);
  t.throws(() => new ServiceDisruptor(kube, ''), usage);
  const pods = new PodDisruptor(kube, { namespace: 'default' });
  await t.rejects(pods.terminatePods({ count: 0 }), usage);
  await t.rejects(pods.terminatePods({ count: 1, grace: 3 } as never), usage);
  await t.rejects(pods.injectNetworkFaults({ port: 80 }, 'soon'), usage);
  await t.rejects(pods.injectNetworkFaults({ ports: 80 } as object, '1s'), usage);
  await t.rejects(pods.injectNetem('slow', {}, '1s'), usage);
  await t.rejects(pods.injectHTTPFaults({ averageDelay: 5 }, 'soon'), usage);
  await t.rejects(pods.injectHTTPFaults({ errorRate: 1 }, '1s'), { ...usage, message: /errorCode/ });
  await t.rejects(pods.injectGrpcFaults({ errorCode: 5 } as object, '1s'), usage);
  await t.rejects(new ServiceDisruptor(kube, 'nobody', 'default').targets(), {
    code: 'CHAOS_API',
    message: /get service default\/nobody/,
  });
});

/** A Service `web` before the port `http` of pods labelled like the pod `web`. */
async function serve({ kube }: TestCluster): Promise<void> {
  await kube.core.createNamespacedService({
    namespace: 'default',
    body: {
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
    },
  });
}

t.test('puts agents into the pods behind a Service, with its ports translated', real, async (t) => {
  const scripted = scriptedImages(t);
  const cluster = await startFor(t, { network: 'namespace', images: scripted.images });
  await runPods(cluster, ['web', 'other']);
  await serve(cluster);
  const options = { ...ALL, image: 'scripted', injectTimeout: '30s' };
  const service = new ServiceDisruptor(cluster.kube, 'web', 'default', options);
  t.same(await service.targets(), ['web']);
  t.match(await service.injectNetworkFaults({ port: 80 }, '200ms'), { verdict: 'held' });
  t.match(await service.injectNetem('delay 100ms', { direction: 'both' }, 300), { verdict: 'held' });
  const http = { errorRate: 0.5, errorCode: 503, exclude: '/a' };
  t.match(await service.injectHTTPFaults(http, '400ms', { proxyPort: 9000 }), { verdict: 'held' });
  t.match(await service.injectGrpcFaults({ averageDelay: '1s' }, '500ms'), { verdict: 'held' });
  await t.rejects(service.injectNetworkFaults({ port: 8080 }, '1s'), {
    code: 'CHAOS_USAGE',
    message: /\(80\), got 8080/,
  });
  const { items } = await cluster.kube.core.listNamespacedPod({ namespace: 'default' });
  const nodeIp = items[0]?.status?.hostIP ?? '';
  t.match(await ordersIn(cluster.kube, 'web'), [
    {
      durationMs: 200,
      fault: {
        effect: { do: 'drop' },
        scope: {
          direction: 'in',
          localPorts: [{ from: 8080, to: 8080 }],
          except: [new RegExp(nodeIp)],
          sparesNode: true,
        },
      },
    },
    {
      durationMs: 300,
      fault: { effect: { do: 'netem', netem: { delay: { timeUs: 100_000 } } }, scope: { direction: 'both' } },
    },
    {
      durationMs: 400,
      fault: {
        kind: 'requests',
        port: 8080,
        proxyPort: 9000,
        calls: 'http',
        match: { excludedPaths: ['/a'] },
        effect: { failure: { rate: 0.5, how: { do: 'answer', code: 503 } } },
        except: [new RegExp(nodeIp)],
        sparesNode: true,
      },
    },
    { durationMs: 500, fault: { calls: 'grpc', effect: { delay: { averageMs: 1_000 } } } },
  ]);
  t.same(await ordersIn(cluster.kube, 'other'), []);
});

/** Connects to a server ten times a second. */
const CLIENT = `
  const { connect } = require('node:net');
  setInterval(() => {
    const socket = connect({ host: process.env.SERVER, port: 8080, timeout: 300 });
    socket.on('connect', () => {
      console.log('connected');
      socket.destroy();
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => {});
  }, 100);
`;
const SERVER = `require('node:net').createServer((socket) => socket.on('error', () => {})).listen(8080)`;

t.test('drops real packets, and mends it', real, async (t) => {
  const folder = freshFolder(t);
  const program = join(folder, 'chaos-agent');
  writeFileSync(program, `#!/bin/sh\nexec node --conditions=@pod-contagion/source "${AGENT}"\n`);
  chmodSync(program, 0o755);
  const env = { PATH: `${folder}:${dirname(process.execPath)}:/usr/sbin:/usr/bin:/sbin:/bin` };
  const image = { command: [process.execPath, '-e'] };
  const images = { 'pod-contagion:chaos': { command: ['true'], env }, node: image };
  const cluster = await startFor(t, { network: 'namespace', images });
  const { kube } = cluster;
  const node = (name: string, script: string, variables: { name: string; value: string }[] = []) =>
    kube.core.createNamespacedPod({
      namespace: 'default',
      body: {
        metadata: { name, labels: { app: name } },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'main', image: 'node', args: [script], env: variables }],
        },
      },
    });
  await node('server', SERVER);
  const address = await until('an address', async () => {
    const { status } = await kube.core.readNamespacedPod({ namespace: 'default', name: 'server' });
    return status?.podIP;
  });
  await node('client', CLIENT, [{ name: 'SERVER', value: address }]);
  await until('a client that connects', async () => {
    // Before it has begun there is no log.
    const log = await kube.core
      .readNamespacedPodLog({ namespace: 'default', name: 'client' })
      .catch(() => '');
    return log.includes('connected');
  });
  const server = new PodDisruptor(kube, { select: { labels: { app: 'server' } } }, ALL);
  const report = await server.injectNetworkFaults({ port: 8080, protocol: 'tcp' }, '3s');
  t.match(report, {
    verdict: 'held',
    targets: [{ outcome: 'hit', mended: true, agent: { reason: 'deadline' } }],
  });
  t.ok((report.targets[0]?.hits ?? 0) > 0, `${report.targets[0]?.hits} packets dropped`);
});
