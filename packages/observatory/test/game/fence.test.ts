/** What a game may do to a cluster, by what the API server was asked: how much, with which rights, and for whom. */
import { FAULT_PERMISSIONS, describePermission } from '@pod-contagion/chaos/preflight';
import t from 'tap';
import { parse } from 'yaml';
import { openGame, PRACTICE_ONLY } from '../../src/game/index.ts';
import { createObservatoryApp, readPageFiles } from '../../src/serving/index.ts';
import { handFed } from '../testing/hand-fed.ts';
import { pageFolder } from '../testing/page-folder.ts';
import { smallCluster } from './small-cluster.ts';

const PLACE = { namespace: 'lab', selector: 'app=podder' };

t.test('200 shots, so many a minute, and nothing is left but their Events', async (t) => {
  const { kube, pods, writes, asked } = await smallCluster(t, 20);
  let nowMs = 0;
  const game = openGame({ kubernetes: kube, ...PLACE, nowMs: () => nowMs });
  await game.begin('lab');
  const hitAtMs: number[] = [];
  let spent = 0;
  // Somebody who shoots each second, until nothing comes of it any more.
  for (; spent < 10; nowMs += 1_000) {
    const [name = '', uid = ''] = [...pods][0] ?? [];
    const { status, body, retryAfterSeconds } = await game.shoot({ name, uid });
    if (status === 200) hitAtMs.push(nowMs);
    else if (status === 429) t.ok((retryAfterSeconds ?? 0) > 0 && (retryAfterSeconds ?? 99) <= 60);
    else {
      t.match(body, { message: 'all 200 shots are spent' });
      spent++;
    }
  }
  t.equal(hitAtMs.length, 200);
  const most = Math.max(
    ...hitAtMs.map((from) => hitAtMs.filter((at) => at >= from && at < from + 60_000).length),
  );
  t.equal(most, 20, 'a minute');
  t.equal(game.rules().shots, 200);
  await game.end();
  const kinds = new Map<string, number>();
  for (const each of writes()) {
    const kind = each.replace(/pods\/[\w-]+\//, 'pods/NAME/');
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  t.same(Object.fromEntries(kinds), {
    'POST /api/v1/namespaces/lab/pods/NAME/eviction': 200,
    'POST /api/v1/namespaces/lab/events': 200,
  });
  const before = asked.length;
  t.match(await game.shoot({ name: 'podder-210', uid: 'uid-210' }), { status: 409 });
  await game.close();
  t.equal(asked.length, before, 'what has ended asks nothing');
  t.equal(pods.size, 20);
});

t.test('each right that is missing', async (t) => {
  for (const permission of FAULT_PERMISSIONS.evict) {
    const right = describePermission(permission);
    const cluster = await smallCluster(t, 4);
    for (const isSilent of [false, true]) {
      const game = openGame({ kubernetes: cluster.kube, ...PLACE });
      cluster.deny(right, isSilent);
      const wrote = cluster.writes().length;
      const begun = await game.begin('lab');
      const [name = '', uid = ''] = [...cluster.pods][0] ?? [];
      const answer = begun.status === 200 ? await game.shoot({ name, uid }) : begun;
      if (permission.need === 'always') {
        t.match(answer, { status: 403, body: { message: right } }, `${right}, ${isSilent}`);
        const role = parse(String(answer.body['role'])) as {
          rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
        };
        const { verb, group, resource, subresource } = permission;
        const wanted = subresource === undefined ? resource : `${resource}/${subresource}`;
        t.ok(
          role.rules.some(
            ({ apiGroups, resources, verbs }) =>
              apiGroups.includes(group) && resources.includes(wanted) && verbs.includes(verb),
          ),
          `the Role gives ${right}`,
        );
        t.same(
          cluster
            .writes()
            .slice(wrote)
            .filter((each) => !each.endsWith('/eviction')),
          [],
          'nothing is written',
        );
        t.ok(cluster.pods.has(name));
        // With that Role it goes on.
        cluster.deny(undefined);
        t.match(await game.begin('lab'), { status: 200 });
        t.match(await game.shoot({ name, uid }), { status: 200 });
      } else t.match(answer, { status: 200 }, `${right} is done without`);
      await game.close();
    }
  }
});

t.test('whoever may not play, and reading, writes nothing', async (t) => {
  const { kube, pods, writes } = await smallCluster(t, 4);
  const game = openGame({ kubernetes: kube, ...PLACE });
  t.teardown(() => game.close());
  await game.begin('lab');
  const app = createObservatoryApp({ feed: handFed(), page: await readPageFiles(pageFolder(t)), game });
  t.teardown(() => app.close());
  const headers = {
    host: 'localhost:8080',
    origin: 'http://localhost:8080',
    'content-type': 'application/json',
    authorization: `Bearer ${game.token}`,
  };
  const [name = '', uid = ''] = [...pods][0] ?? [];
  const shoot = async (more: Record<string, string>, payload: object = { name, uid }): Promise<number> => {
    const url = '/api/game/shots';
    return (await app.inject({ method: 'POST', url, headers: { ...headers, ...more }, payload })).statusCode;
  };
  const refused: readonly (readonly [string, Promise<number>])[] = [
    ['another host', shoot({ host: 'evil.example', origin: 'http://evil.example' })],
    ['another origin', shoot({ origin: 'http://evil.example' })],
    ['another site', shoot({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' })],
    ['another token', shoot({ authorization: 'Bearer 0' })],
    ['a form', shoot({ 'content-type': 'text/plain' })],
    ['a stranger', shoot({}, { name: 'web-0', uid: 'uid-web' })],
    ['a former pod', shoot({}, { name, uid: 'uid-before' })],
    ['a pod of elsewhere', shoot({}, { name: `../../default/pods/${name}`, uid })],
  ];
  for (const [what, status] of refused) t.ok((await status) >= 400 && (await status) < 500, what);
  for (const namespace of ['default', 'kube-system', '', 'lab ']) {
    const url = '/api/game/begin';
    const { statusCode } = await app.inject({ method: 'POST', url, headers, payload: { namespace } });
    t.equal(statusCode, 403, `namespace ${JSON.stringify(namespace)}`);
  }
  const query = `name=${name}&uid=${uid}&token=${game.token}`;
  for (const path of ['begin', 'shots', 'end', `shots/${name}`, `shots?${query}`, '']) {
    const { statusCode } = await app.inject({ url: `/api/game/${path}`, headers });
    t.equal(statusCode, 404, `GET ${path}`);
  }
  t.equal((await app.inject({ url: `/api/game?${query}`, headers })).statusCode, 200);
  t.same(writes(), []);
  t.equal(await shoot({}), 200, 'and whoever may, can');
});

t.test('a game that is practice alone takes no order', async (t) => {
  t.match(await PRACTICE_ONLY.begin('lab'), { status: 403 });
  t.match(await PRACTICE_ONLY.end(), { status: 403 });
  t.match(await PRACTICE_ONLY.shoot({ name: 'podder-0', uid: 'uid-0' }), { status: 403 });
});
