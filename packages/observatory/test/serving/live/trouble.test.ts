/** Each cause for which there is nothing to see: told as what it is, with one command. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { freePort } from '../../../../../scripts/testing/free-port.ts';
import { until } from '../../../../../scripts/testing/until.ts';
import {
  openSmallApi,
  sendJson,
  sendStatus,
  type Received,
} from '../../../../cluster-client/test/testing/small-api.ts';
import { observeEpidemic } from '@pod-contagion/epidemic/feed';
import { openClusterFeed, openLiveFeed, type Feed } from '../../../src/serving/index.ts';
import type { Trouble } from '../../../src/index.ts';
import { troubleOfSight, type Seen } from '../../../src/serving/live/trouble.ts';
import { NOTHING_KNOWN } from '../../../src/serving/live/surroundings.ts';

const PLACE = { namespace: 'lab', selector: 'app=podder' };

async function troubleOf(feed: Feed): Promise<Trouble> {
  return until('a trouble', () => feed.status().trouble ?? undefined);
}

/** A feed of an API that answers so. */
async function feedOf(t: Test, answer: Parameters<typeof openSmallApi>[0]): Promise<Feed> {
  const api = await openSmallApi(answer);
  t.teardown(() => api.close());
  const observed = { namespace: 'lab', labelSelector: 'app=podder' };
  const nothing = { onChange: () => undefined, onBreak: () => undefined };
  const observer = observeEpidemic(api.client, observed, nothing);
  const feed = openLiveFeed({ client: api.client, observer, name: 'test', place: PLACE });
  t.teardown(async () => {
    await feed.close();
    await observer.close();
  });
  return feed;
}

t.test('no kubeconfig, and one that leads nowhere', async (t) => {
  const none = openClusterFeed({ env: { KUBECONFIG: `${t.testdir()}/none` }, selector: 'app=podder' });
  t.teardown(() => none.close());
  t.match(await troubleOf(none), { kind: 'no-kubeconfig', text: /KUBECONFIG/, command: 'npm start' });
  t.match(none.snapshot().status, { state: 'waiting' });
});

t.test('a watch that breaks, and goes on', async (t) => {
  const pod = { metadata: { uid: 'a', name: 'a', resourceVersion: '1' } };
  const api = await openSmallApi(({ query, path }, response) => {
    const items = path.endsWith('/pods') ? [pod] : [];
    if (query.get('watch') === 'true') response.writeHead(200).flushHeaders();
    else sendJson(response, { kind: 'List', metadata: { resourceVersion: '1' }, items });
  });
  t.teardown(() => api.close());
  const observed = { namespace: 'lab', labelSelector: 'app=podder' };
  const observer = observeEpidemic(api.client, observed, {
    onChange: () => undefined,
    onBreak: () => undefined,
  });
  const feed = openLiveFeed({ client: api.client, observer, name: 'test', place: PLACE });
  t.teardown(async () => {
    await feed.close();
    await observer.close();
  });
  await until('a pod', () => feed.status().trouble?.kind === 'not-ready');
  await api.goAway();
  await until('a break', () => feed.status().trouble?.kind === 'watch-broken');
  t.match(feed.status(), {
    state: 'broken',
    trouble: { text: /^The watch is broken since \d\d:\d\d:\d\d UTC: / },
  });
  t.match(feed.snapshot().pods.name, ['a'], 'what was known is shown');
  await api.comeBack();
  await until('the watch', () => feed.status().state === 'live');
});

async function serve(t: Test, server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
}

const kubeconfig = (server: string): string =>
  JSON.stringify({
    'current-context': 'lab',
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'me', namespace: 'lab' } }],
    clusters: [{ name: 'lab', cluster: { server } }],
    users: [{ name: 'me', user: {} }],
  });

t.test('a server that is not there; it is followed when it is', async (t) => {
  const server = createServer((_, response) =>
    sendJson(response, { kind: 'PodList', metadata: { resourceVersion: '1' }, items: [] }),
  );
  const port = await freePort();
  const folder = t.testdir({ config: kubeconfig(`http://127.0.0.1:${port}`) });
  const feed = openClusterFeed({ kubeconfig: `${folder}/config` });
  t.teardown(() => feed.close());
  t.match(await troubleOf(feed), {
    kind: 'refused',
    text: /ECONNREFUSED/,
    command: `kubectl --kubeconfig=${folder}/config cluster-info`,
  });
  await serve(t, server, port);
  await until('another trouble', () => feed.status().trouble?.kind === 'no-match');
});

t.test('401 and 403, the latter with exactly the rights that are wanting', async (t) => {
  const unknown = await feedOf(t, (_, response) => sendStatus(response, 401, 'Unauthorized'));
  t.match(await troubleOf(unknown), { kind: 'unauthorized', command: 'kubectl auth whoami' });
  const message =
    'pods is forbidden: User "system:serviceaccount:lab:observatory" cannot list resource "pods"';
  const forbidden = await feedOf(t, (_, response) => sendStatus(response, 403, message));
  const trouble = await troubleOf(forbidden);
  t.match(trouble, { kind: 'forbidden', text: /cannot list/ });
  t.match(
    trouble.command,
    "rules:\n  - {apiGroups: [''], resources: [pods, events], verbs: [get, list, watch]}\n",
  );
  t.match(trouble.command, '{kind: ServiceAccount, name: observatory, namespace: lab}');
});

t.test('nobody fits: no namespace, no pods, others', async (t) => {
  let items: object[] = [];
  let hasNamespace = false;
  const feed = await feedOf(t, ({ path, query }, response) => {
    if (path === '/api/v1/namespaces/lab') {
      if (hasNamespace) sendJson(response, { kind: 'Namespace' });
      else sendStatus(response, 404, 'not found');
    } else if (query.get('watch') === 'true') response.writeHead(200).flushHeaders();
    else {
      const isForAll = query.get('labelSelector') === null;
      sendJson(response, {
        kind: 'PodList',
        metadata: { resourceVersion: '1' },
        items: isForAll ? items : [],
      });
    }
  });
  const told = (kind: string, text: RegExp): Promise<Trouble> =>
    until(kind, () => {
      const { trouble } = feed.status();
      return trouble?.kind === kind && text.test(trouble.text) ? trouble : undefined;
    });
  t.match(await told('no-namespace', /no namespace lab/), { command: 'kubectl create namespace lab' });
  hasNamespace = true;
  t.match(await told('no-match', /no pods in namespace lab/), {
    command: 'kubectl apply -k kubernetes -n lab',
  });
  items = ['a', 'b'].map((app) => ({
    metadata: { uid: app, labels: { app, tier: 'web', 'pod-template-hash': '1' } },
  }));
  t.match(await told('no-match', /matches 0 of 2 pods .* Labels seen: tier=web, app=a, app=b/), {
    command: 'npx contagion observe -l tier=web -n lab',
  });
});

t.test('somebody is there, and nothing happens, or nobody tells', async (t) => {
  const seen: Seen = {
    pods: 3,
    ready: 3,
    infections: 0,
    restarts: 0,
    restartsBefore: 0,
    waitingReasons: {},
    owner: 'generic',
    hasTold: false,
    unreached: undefined,
  };
  const kind = (changes: Partial<Seen>): string | undefined =>
    troubleOfSight({ ...seen, ...changes }, NOTHING_KNOWN, PLACE)?.kind;
  t.equal(kind({}), 'nobody-infected');
  t.equal(kind({ ready: 0, waitingReasons: { ErrImagePull: 3 } }), 'not-ready');
  t.equal(kind({ restarts: 4, restartsBefore: 4 }), 'restarted-before');
  t.equal(kind({ restarts: 5, restartsBefore: 4 }), 'no-lineage');
  const isLooping = { ready: 0, waitingReasons: { CrashLoopBackOff: 3 } };
  t.equal(kind({ ...isLooping, restarts: 4, restartsBefore: 4 }), 'not-ready', 'there is nobody to infect');
  t.equal(kind({ ...isLooping, restarts: 5, restartsBefore: 4 }), 'not-ready');
  t.equal(
    kind({ restarts: 1, hasTold: true }),
    'nobody-infected',
    'who is well tells, and ends for other reasons',
  );
  t.match(troubleOfSight({ ...seen, restarts: 5, restartsBefore: 4, hasTold: true }, NOTHING_KNOWN, PLACE), {
    kind: 'restarted-before',
    text: /^4 restarts happened before/,
  });
  t.equal(kind({ infections: 1 }), undefined);
  const commandFor = (selector: string): string | null | undefined =>
    troubleOfSight({ ...seen, restarts: 1 }, NOTHING_KNOWN, { ...PLACE, selector })?.command;
  t.match(commandFor('role=generic,app=podder'), /set image deployment\/generic/);
  t.equal(commandFor('app=goldpinger'), null, 'nobody is to replace what is no podder');
});

/** An API server with one pod that is Ready, at this port of this machine; of its proxy as is said. */
function withPod(
  port: number,
  restarts: () => number,
  proxy: (response: ServerResponse) => void,
): Parameters<typeof openSmallApi>[0] {
  const pod = (): object => ({
    metadata: { uid: 'a', name: 'a', resourceVersion: '1', labels: { app: 'podder' } },
    spec: { containers: [{ name: 'podder', ports: [{ name: 'health', containerPort: port }] }] },
    status: {
      podIP: '127.0.0.1',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        { name: 'podder', containerID: `a-${restarts()}`, restartCount: restarts(), state: { running: {} } },
      ],
    },
  });
  return ({ path, query }: Received, response: ServerResponse): void => {
    if (path.includes('/proxy/')) proxy(response);
    else if (query.get('watch') !== 'true' || !path.endsWith('/pods')) {
      const items = path.endsWith('/pods') ? [pod()] : [];
      sendJson(response, { kind: 'List', metadata: { resourceVersion: '1' }, items });
    } else {
      response.writeHead(200).flushHeaders();
      const timer = setInterval(() => write(response, pod()), 50);
      response.once('close', () => clearInterval(timer));
    }
  };
}

const write = (response: ServerResponse, object: object): void =>
  void response.write(`${JSON.stringify({ type: 'MODIFIED', object })}\n`);

t.test(
  'podders of ours that are well, one of which is restarted: they tell, so nobody is infected',
  async (t) => {
    let answer: (response: ServerResponse) => void = (response) => void response.writeHead(404).end();
    const server = createServer((_, response) => answer(response));
    const port = await freePort();
    await serve(t, server, port);
    let restarts = 0;
    const feed = await feedOf(
      t,
      withPod(
        port,
        () => restarts,
        (response) => sendStatus(response, 403, 'no'),
      ),
    );
    const told = (kind: Trouble['kind']): Promise<true> =>
      until(kind, () => feed.status().trouble?.kind === kind);
    await told('nobody-infected');
    restarts = 1;
    await told('no-lineage');
    // A page that is not there is no report; what runs in its next container is a podder of ours.
    answer = (response) =>
      sendJson(response, { state: 'susceptible', strain: null, generation: null, from: null });
    restarts = 2;
    await told('nobody-infected');
    t.match(feed.status().trouble?.text, '1 of 1 podders are Ready, and nobody is infected.');
  },
);

t.test('podders that cannot be asked: whether one is infected is not known', async (t) => {
  const message =
    'pods "a:8081" is forbidden: User "jane" cannot get resource "pods/proxy" in API group "" in the namespace "lab"';
  const port = await freePort();
  const feed = await feedOf(
    t,
    withPod(
      port,
      () => 0,
      (response) => sendStatus(response, 403, message),
    ),
  );
  const trouble = await until('that it is not known', () => {
    const { trouble: now } = feed.status();
    return now !== null && /nobody can be asked/.test(now.text) ? now : undefined;
  });
  t.match(trouble, {
    kind: 'nobody-infected',
    text: /^1 of 1 podders are Ready, and nobody can be asked: an infection shows when its container ends\. /,
  });
  t.match(
    trouble.command,
    "metadata: {name: observatory-ask, namespace: lab}\nrules:\n  - {apiGroups: [''], resources: [pods/proxy], verbs: [get]}\n",
  );
  t.match(trouble.command, '{kind: User, name: "jane", apiGroup: rbac.authorization.k8s.io}');
  t.equal(feed.status().by, 'none');
});
