import type { V1Pod } from '@kubernetes/client-node';
import t from 'tap';
import { probeTrouble } from '../../src/run/probe-trouble.ts';
import { verdictOf, type TargetResult } from '../../src/run/report.ts';
import { never } from '../testing/cluster.ts';
import { scriptedApi, statusBody } from '../testing/scripted-api.ts';

const POD = { namespace: 'shop', name: 'web', uid: 'u1' };
const APPLIED = '2026-11-21T09:26:15.500Z';

type Look = Readonly<{ uid?: string; restarts?: number; ready?: string; since?: string }>;

function pod({ uid = 'u1', restarts = 0, ready = 'True', since = '2026-11-21T09:00:00Z' }: Look): object {
  return {
    metadata: { namespace: 'shop', name: 'web', uid },
    status: {
      conditions: [{ type: 'Ready', status: ready, lastTransitionTime: since }],
      containerStatuses: [{ name: 'main', restartCount: restarts }],
    },
  };
}

const unhealthy = (message: string, lastTimestamp = '2026-11-21T09:26:20Z'): object => ({
  metadata: { name: message.slice(0, 5) },
  reason: 'Unhealthy',
  message,
  lastTimestamp,
});

t.test('what happened to a pod while a fault lasted', async (t) => {
  const before = pod({}) as V1Pod;
  const find = async (
    now: object | undefined,
    events: readonly object[] | undefined,
    letThrough?: number,
  ) => {
    const { kube, asked } = await scriptedApi(t, ({ path }) => {
      if (path.endsWith('/pods/web')) return now && { body: now };
      if (events === undefined) return { status: 403, body: statusBody(403, 'forbidden') };
      return { body: { kind: 'EventList', apiVersion: 'v1', metadata: {}, items: events } };
    });
    const trouble = await probeTrouble(
      kube,
      POD,
      { before, sinceMs: Date.parse(APPLIED), letThrough },
      never,
    );
    const listed = asked.find(({ path }) => path.endsWith('/events'));
    t.equal(listed?.query.get('fieldSelector'), 'involvedObject.uid=u1,reason=Unhealthy');
    return trouble;
  };
  t.equal(await find(pod({}), []), undefined, 'nothing');
  t.equal(await find(pod({}), undefined), undefined, 'Events may not be listed');
  t.equal(await find(undefined, []), undefined, 'it is gone');
  t.equal(await find(pod({ uid: 'u2', restarts: 3 }), []), undefined, 'another one has its name');
  t.equal(await find(pod({}), [unhealthy('of before', '2026-11-21T09:26:10Z')]), undefined);
  const none = { restarts: 0, wasUnready: false, failures: [], nodeCutOff: false };
  t.same(await find(pod({ restarts: 2 }), undefined), { ...none, restarts: 2 });
  t.same(await find(pod({ ready: 'False', since: '2026-11-21T09:26:18Z' }), []), {
    ...none,
    wasUnready: true,
  });
  t.same(
    await find(pod({ since: '2026-11-21T09:26:25Z' }), []),
    { ...none, wasUnready: true },
    'it is again',
  );

  const slow = 'Liveness probe failed: Get "http://10.0.0.5:8081/liveness": context deadline exceeded';
  t.same(await find(pod({}), [unhealthy(slow), unhealthy(slow)]), { ...none, failures: [slow] }, 'once');
  for (const error of [
    'dial tcp 10.0.0.5:8081: i/o timeout',
    'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    'dial tcp [fd00::5]:8081: connect: no route to host',
    'dial tcp 10.0.0.5:8081: connect: connection timed out',
  ]) {
    t.match(
      await find(pod({}), [unhealthy(`Readiness probe failed: ${error}`)]),
      { nodeCutOff: true },
      error,
    );
  }
  // What kubelet 1.36 says of a pod that it does not reach, and of one that does not answer.
  const late =
    'Liveness probe failed: Get "http://198.18.0.5:8081/liveness": context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
  t.match(await find(pod({}), [unhealthy(late)], 0), { nodeCutOff: true }, 'nothing of the node got through');
  t.match(await find(pod({}), [unhealthy(late)], 1), { nodeCutOff: false }, 'the program was slow');
  t.match(await find(pod({}), [unhealthy(late)]), { nodeCutOff: false }, 'nobody counted');
  const refused = 'Liveness probe failed: dial tcp 10.0.0.5:8081: connect: connection refused';
  t.match(await find(pod({}), [unhealthy(refused)]), { nodeCutOff: false }, 'the pod itself answered');
  t.match(await find(pod({}), [unhealthy(refused)], 2), { nodeCutOff: false }, 'the pod itself answered');
  t.match(await find(pod({}), [unhealthy(refused)], 0), { nodeCutOff: true }, 'the fault did');
  const ill = 'Liveness probe failed: HTTP probe failed with statuscode: 418';
  t.match(await find(pod({}), [unhealthy(ill)], 0), { nodeCutOff: false }, 'it got through, out of scope');
});

t.test('a pod that got worse, of which the kubelet says nothing, or may not be asked', async (t) => {
  const httpGet = { httpGet: { path: '/', port: 80 } };
  const find = async (containers: readonly object[], letThrough: number, sinceMs = Date.parse(APPLIED)) => {
    const { kube } = await scriptedApi(t, ({ path }) =>
      path.endsWith('/pods/web')
        ? { body: pod({ restarts: 1 }) }
        : { status: 403, body: statusBody(403, 'forbidden') },
    );
    const before = { ...pod({}), spec: { containers } } as unknown as V1Pod;
    const trouble = await probeTrouble(kube, POD, { before, sinceMs, letThrough }, never);
    t.same(trouble?.failures, []);
    return trouble?.nodeCutOff;
  };
  t.equal(await find([{ livenessProbe: { ...httpGet, periodSeconds: 5 } }], 0), true);
  t.equal(await find([{}, { readinessProbe: { tcpSocket: { port: 80 } } }], 0), true, 'of ten seconds');
  t.equal(await find([{ livenessProbe: httpGet }], 1), false, 'the node got through');
  t.equal(await find([{ livenessProbe: { exec: { command: ['true'] } } }], 0), false, 'not by the network');
  t.equal(await find([{}], 0), false, 'nobody asks');
  const lately = Date.now() - 15_000;
  t.equal(await find([{ livenessProbe: httpGet }], 0, lately), false, 'no probe may have come yet');
});

t.test('the verdict where the node was to be spared', async (t) => {
  const hit: TargetResult = { pod: POD, outcome: 'hit', hits: 3, mended: true };
  const cutOff = { restarts: 0, wasUnready: false, failures: ['x'], nodeCutOff: true };
  t.equal(verdictOf([hit, { ...hit, probes: cutOff }], true), 'node-cut-off');
  t.equal(verdictOf([hit, { ...hit, probes: cutOff }], false), 'held', 'it was asked for');
  t.equal(verdictOf([{ ...hit, probes: { ...cutOff, nodeCutOff: false } }], true), 'held');
  t.equal(verdictOf([{ ...hit, mended: false, probes: cutOff }], true), 'not-ended', 'that is worse');
});
