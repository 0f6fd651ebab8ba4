/** The kubelet with real processes, in real time. */
import { join } from 'node:path';
import { kubeletRules } from '@pod-contagion/lifecycle';
import t, { type Test } from 'tap';
import { freePort } from '../../../../../scripts/testing/free-port.ts';
import { createEventRecorder } from '../../../src/events/event-recorder.ts';
import { createKubelet } from '../../../src/node/kubelet/kubelet.ts';
import { systemClock, type Pod, type PodSpec } from '@pod-contagion/api-server/objects';
import { identityMapping } from '../../../src/network/port-mapping.ts';
import { reachAtOwnAddress } from '../../../src/network/service-reach.ts';
import type { Registry } from '@pod-contagion/api-server/registry';
import { createLocalRuntime } from '../../../src/node/runtime/local-runtime.ts';
import { createEmptyDirs } from '../../../src/node/volumes/empty-dirs.ts';
import { emptyRegistry } from './empty-registry.ts';
import { until } from '../runtime/support.ts';

/** Where it listens; free on this machine, whose own address the pod has. */
const PORT = await freePort();

/** Answers 200 until it is told to be sick; leaves last words. */
const PATIENT = `
  const { createServer } = require('node:http');
  const { writeFileSync } = require('node:fs');
  let status = 200;
  createServer((request, response) => {
    if (request.url === '/sick') status = 418;
    response.writeHead(request.url === '/sick' ? 200 : status).end();
  }).listen(${PORT}, process.env.POD_IP);
  process.on('SIGTERM', () => {
    writeFileSync(process.env.TERMINATION_MESSAGE_PATH, 'ill since ' + process.env.SINCE);
    process.exit(3);
  });
`;

const POD_IP = '127.0.0.1';

function clusterFor(t: Test): Registry {
  const onError = (error: unknown): void => {
    t.error(error);
  };
  const registry = emptyRegistry(systemClock, onError);
  const folder = t.testdir({});
  const runtime = createLocalRuntime({ folder, clock: systemClock });
  const kubelet = createKubelet({
    registry,
    runtime,
    emptyDirs: createEmptyDirs(join(folder, 'volumes')),
    network: {
      attach: async () => ({ ip: POD_IP }),
      detach: async () => undefined,
      close: async () => undefined,
    },
    images: { resolve: (name) => (name === 'node' ? { command: [process.execPath] } : undefined) },
    recorder: createEventRecorder({
      registry,
      clock: systemClock,
      component: 'kubelet',
      random: Math.random,
    }),
    clock: systemClock,
    random: Math.random,
    rules: kubeletRules('1.36'),
    nodeName: 'local',
    nodeIp: '127.0.0.1',
    services: reachAtOwnAddress(identityMapping),
    onError,
  });
  t.teardown(async () => {
    await kubelet.close(0);
    await runtime.close(0);
  });
  return registry;
}

function run(registry: Registry, spec: PodSpec): () => Pod {
  const metadata = { name: 'patient', namespace: 'default' };
  registry.create('pods', { apiVersion: 'v1', kind: 'Pod', metadata, spec });
  registry.bind('default', 'patient', 'local');
  return () => registry.get('pods', 'default', 'patient');
}

t.test('a container lives, falls ill, is killed, restarts and is deleted', async (t) => {
  const registry = clusterFor(t);
  const probe = { httpGet: { path: '/', port: PORT }, periodSeconds: 1 };
  const pod = run(registry, {
    containers: [
      {
        name: 'app',
        image: 'node',
        args: ['-e', PATIENT],
        env: [
          { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
          { name: 'SINCE', value: 'the ides, on $(POD_IP)' },
        ],
        livenessProbe: { ...probe, failureThreshold: 1, initialDelaySeconds: 1 },
        readinessProbe: probe,
      },
    ],
  });
  const status = (): NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number] | undefined =>
    pod().status?.containerStatuses?.[0];
  await until(() => status()?.ready === true);
  const first = status()?.containerID;
  t.match(first, /^local:\/\/[0-9a-f]{64}$/);
  await (await fetch(`http://${POD_IP}:${PORT}/sick`)).text();
  await until(() => status()?.restartCount === 1 && status()?.ready === true);
  t.match(status()?.lastState?.terminated, {
    containerID: first,
    exitCode: 3,
    reason: 'Error',
    message: `ill since the ides, on ${POD_IP}`,
  });
  const said = new Set(
    registry.list('events').map(({ type, reason, message }) => `${type} ${reason} ${message}`),
  );
  t.ok(said.has('Warning Unhealthy Liveness probe failed: HTTP probe failed with statuscode: 418'));
  t.ok(said.has('Normal Killing Container app failed liveness probe, will be restarted'));
  registry.delete('pods', 'default', 'patient');
  await until(() => registry.find('pods', 'default', 'patient') === undefined);
  await t.rejects(fetch(`http://${POD_IP}:${PORT}/`));
});

t.test('a program that is not there', async (t) => {
  const registry = clusterFor(t);
  const pod = run(registry, { containers: [{ name: 'app', image: 'node', command: ['/no/such/program'] }] });
  await until(() => pod().status?.containerStatuses?.[0]?.state?.waiting?.reason === 'RunContainerError');
  t.match(pod().status?.containerStatuses?.[0]?.state?.waiting?.message, /no such file or directory/);
});

t.test('a job of one pod, whose last lines say what went wrong', async (t) => {
  const registry = clusterFor(t);
  const pod = run(registry, {
    restartPolicy: 'Never',
    containers: [
      {
        name: 'app',
        image: 'node',
        args: ['-e', 'console.error("out of luck"); process.exit(7)'],
        terminationMessagePolicy: 'FallbackToLogsOnError',
      },
    ],
  });
  await until(() => pod().status?.phase === 'Failed');
  t.match(pod().status?.containerStatuses?.[0]?.state?.terminated, { exitCode: 7, message: 'out of luck\n' });
});
