import t, { type Test } from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { EVENTS, pod, PODS, startFor, until, untilReady, type Api, type Json } from './support.ts';

const EXITS = { args: ['exit 3'] };

function statusOf(api: Api, name: string): Promise<Json> {
  return api.get(`${PODS}/${name}`).then(({ status }) => status.containerStatuses?.[0]);
}

/** Waits until a container waits for its next start, and gives its status. */
function untilBackOff(api: Api, name: string): Promise<Json> {
  return until(`${name} in back-off`, async () => {
    const status = await statusOf(api, name);
    return status?.state.waiting?.reason === 'CrashLoopBackOff' && status;
  });
}

/**
 * What a container that exits by itself goes through: a start at once, then one 10 s after its end, noticed by a retry
 * that comes 10 to 15 s after it was set up. Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go (`doBackOff`).
 */
async function exitingByItself(t: Test, api: Api): Promise<void> {
  const { metadata } = await api.create(PODS, pod('exits', 'shell', {}, EXITS));
  const waiting = await untilBackOff(api, 'exits');
  const place = `exits_default(${metadata.uid})`;
  t.equal(waiting.restartCount, 1, 'the first restart came at once');
  t.match(waiting, {
    ready: false,
    started: false,
    state: {
      waiting: { message: `back-off 10s restarting failed container=main pod=${place}` },
    },
    lastState: { terminated: { exitCode: 3, reason: 'Error' } },
  });
  const [row] = await api.table(`${PODS}?fieldSelector=metadata.name=exits`);
  t.match(row, { Ready: '0/1', Status: 'CrashLoopBackOff', Restarts: /^1 \(\d+s ago\)$/ });
  const isBackOff = ({ reason, message }: Json): boolean =>
    reason === 'BackOff' && message === `Back-off restarting failed container main in pod ${place}`;
  await until('an Event of it', async () => (await api.get(EVENTS)).items.some(isBackOff));

  const endedAtMs = Date.parse(waiting.lastState.terminated.finishedAt);
  const next = await until('the second restart', async () => {
    const status = await statusOf(api, 'exits');
    return status.restartCount === 2 && status;
  });
  // Seen while it runs, while its end is news, or when it waits again.
  const life = next.state.running ?? next.state.terminated ?? next.lastState.terminated;
  const waitedMs = Date.parse(life.startedAt) - endedAtMs;
  // Both times are in whole seconds; a busy machine may be late, but never early.
  t.ok(waitedMs >= 9_000, `waited ${waitedMs} ms`);
  const again = await untilBackOff(api, 'exits');
  t.match(again.state.waiting.message, /^back-off 20s restarting failed container=main/);
}

/** Killed by its liveness probe, a container is started at once twice. Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go (`SyncPod`). */
async function killedByItsProbe(t: Test, api: Api): Promise<void> {
  const livenessProbe = { exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 1 };
  await api.create(PODS, pod('killed', 'sleeper', {}, { livenessProbe }));
  const waiting = await untilBackOff(api, 'killed');
  t.equal(waiting.restartCount, 2, 'two restarts came at once');
  t.match(waiting.state.waiting.message, /^back-off 10s restarting failed container=main/);
}

/** What ends well is over. */
async function ending(t: Test, api: Api): Promise<void> {
  const done = { args: ['echo words > "$TERMINATION_MESSAGE_PATH"'] };
  await api.create(PODS, pod('completed', 'shell', { restartPolicy: 'OnFailure' }, done));
  await api.create(PODS, pod('failed', 'shell', { restartPolicy: 'Never' }, EXITS));
  await api.create(PODS, pod('unknown', 'nobody/knows:this'));
  await until('both to be over', async () => {
    const phases = new Set((await api.get(PODS)).items.map(({ status }: Json) => status.phase));
    return phases.has('Succeeded') && phases.has('Failed');
  });
  t.match(await statusOf(api, 'completed'), {
    restartCount: 0,
    state: { terminated: { exitCode: 0, reason: 'Completed', message: 'words\n' } },
  });
  t.match(await statusOf(api, 'failed'), {
    restartCount: 0,
    state: { terminated: { exitCode: 3, reason: 'Error' } },
  });
  const words = await until('ImagePullBackOff', async () => {
    const rows = await api.table(PODS);
    const byName = Object.fromEntries(rows.map((row) => [row['Name'], row['Status']]));
    return byName['unknown'] === 'ImagePullBackOff' && byName;
  });
  t.match(words, { completed: 'Completed', failed: 'Error' });
  const pulls = (await api.get(EVENTS)).items.filter(
    ({ involvedObject }: Json) => involvedObject.name === 'unknown',
  );
  t.ok(
    pulls.some(({ message }: Json) => message.includes('--image')),
    'an Event says how to add the image',
  );
}

/** A cap below 10 s is where the back-off starts, too (`crashLoopBackOff.maxContainerRestartPeriod` of a kubelet's configuration). */
async function lowCap(t: Test, api: Api): Promise<void> {
  await api.create(PODS, pod('exits', 'shell', {}, EXITS));
  await until('three restarts', async () => (await statusOf(api, 'exits'))?.restartCount >= 3);
  const waiting = await untilBackOff(api, 'exits');
  t.match(waiting.state.waiting.message, /^back-off 1s restarting failed container=main/);
}

t.test('Kubernetes 1.36, 1.20 and one with a low cap, side by side', async (t) => {
  const [present, old, capped] = await Promise.all([
    startFor(t),
    startFor(t, { kubeletVersion: '1.20' }),
    startFor(t, { kubeletSwitches: { maxBackoffMs: 1_000 } }),
  ]);
  await Promise.all([
    exitingByItself(t, present.api),
    exitingByItself(t, old.api),
    killedByItsProbe(t, present.api),
    killedByItsProbe(t, old.api),
    ending(t, present.api),
    lowCap(t, capped.api),
  ]);
});

t.test('a pod is started by what its manifest says', { skip: missing('127.0.0.0/8') }, async (t) => {
  const { api } = await startFor(t, { network: 'loopback' });
  const script = 'echo $(GREETING) $HOSTNAME $KUBERNETES_SERVICE_HOST; sleep 60';
  const env = [{ name: 'GREETING', value: 'hello' }];
  await api.create(PODS, pod('manifest', 'shell', {}, { args: [script], env }));
  await untilReady(api, 1);
  const log = await until('its output', async () => (await api.text(`${PODS}/manifest/log`)) || undefined);
  const { spec } = await api.get('/api/v1/namespaces/default/services/kubernetes');
  t.equal(log, `hello manifest ${spec.clusterIP}\n`);
});
