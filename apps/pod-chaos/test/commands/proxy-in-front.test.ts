/** One podder behind 250 ms, by manifests alone, on the local cluster. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { ROOT } from '../../../../scripts/files.ts';
import { missing } from '../../../../scripts/testing/needs.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { startTestCluster } from '../testing/cluster.ts';

const FOLDER = `${ROOT}kubernetes/chaos/examples/slow-goldpinger/podder`;

t.test('it answers through the proxy, 250 ms later', { skip: missing('kubectl') }, async (t) => {
  const cluster = await startTestCluster(t);
  const run = promisify(execFile);
  const kubectl = (...words: string[]) => run('kubectl', ['--kubeconfig', cluster.kubeconfig, ...words]);
  await kubectl('create', '-f', `${ROOT}kubernetes/services/podder.yaml`);
  await kubectl('apply', '-k', FOLDER);
  const ip = await until('the pod to be Ready', async () => {
    const [pod] = await cluster.pods('podder');
    const isReady = pod?.status.containerStatuses?.every(({ ready }) => ready) === true;
    return isReady && pod.status.podIP;
  });
  const tookMs = async (port: number): Promise<number> => {
    const beginMs = performance.now();
    const response = await fetch(`http://${ip}:${port}/face`);
    await response.text();
    t.equal(response.status, 200);
    return performance.now() - beginMs;
  };
  const slowMs = await tookMs(8_080);
  // Timers count in whole milliseconds.
  t.ok(slowMs >= 249, `${slowMs} ms`);
  await tookMs(9_090);
});
