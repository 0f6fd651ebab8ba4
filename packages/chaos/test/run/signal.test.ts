import t from 'tap';
import type { FaultSpec } from '../../src/faults/fault-spec.ts';
import { runFault } from '../../src/run/run-fault.ts';
import { never, runPods, startFor } from '../testing/cluster.ts';
import { scriptedImages } from '../testing/scripted-images.ts';
import { until } from '../../../../scripts/testing/until.ts';

const scripted = scriptedImages(t);
const test = await startFor(t, { images: scripted.images });
const { kube } = test;

const KILL: FaultSpec = { kind: 'signal', signal: 'SIGKILL' };
const OPTIONS = { durationMs: 0, container: 'main' };

async function restartsOf(name: string): Promise<number> {
  const pod = await kube.core.readNamespacedPod({ name, namespace: 'default' });
  return pod.status?.containerStatuses?.[0]?.restartCount ?? 0;
}

t.test('one container of a pod is ended by an agent that may do nothing but that', async (t) => {
  const targets = await runPods(test, ['ended']);
  const report = await runFault(kube, targets, KILL, OPTIONS, never);
  t.match(report, {
    verdict: 'held',
    fault: 'SIGKILL',
    targets: [{ outcome: 'hit', hits: 1, mended: true }],
  });
  await until('a restart', async () => (await restartsOf('ended')) === 1);
  const { spec } = await kube.core.readNamespacedPod({ name: 'ended', namespace: 'default' });
  t.match(spec?.ephemeralContainers, [
    { targetContainerName: 'main', securityContext: { capabilities: { drop: ['ALL'], add: ['KILL'] } } },
  ]);
});

t.test('where the agent dies with the container, the container is the witness', async (t) => {
  const targets = await runPods(test, ['witness']);
  const report = await runFault(kube, targets, KILL, { ...OPTIONS, image: 'scripted:falls' }, never);
  t.match(report, { verdict: 'held', targets: [{ outcome: 'hit', hits: 1, mended: true }] });
  const { spec } = await kube.core.readNamespacedPod({ name: 'witness', namespace: 'default' });
  t.equal(spec?.ephemeralContainers?.length, 1, 'there is nothing to mend');
});
