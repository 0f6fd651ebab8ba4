import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ApiException, type V1ListMeta, type V1Pod } from '@kubernetes/client-node';
import t, { type Test } from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { connect } from '../../src/kubernetes/connect.ts';
import { watchObjects } from '../../src/kubernetes/watch-objects.ts';

type Page = Readonly<{ items: V1Pod[]; metadata: V1ListMeta }>;

const pod = (uid: string, resourceVersion: string): V1Pod => ({
  metadata: { uid, name: uid, resourceVersion },
});
const line = (type: string, object: object): string => `${JSON.stringify({ type, object })}\n`;
const page = (resourceVersion: string, ...items: V1Pod[]): Page => ({ items, metadata: { resourceVersion } });

const FIRST = { told: 1, asked: 1 };

/** What is told, where lists and watches are answered one after the other as given. */
async function watch(
  t: Test,
  lists: (Page | Error)[],
  watches: ((response: ServerResponse, told: readonly string[]) => void | Promise<void>)[],
  enough: Readonly<{ told: number; asked: number }>,
): Promise<{ told: string[]; asked: string[] }> {
  const asked: string[] = [];
  const told: string[] = [];
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://a').searchParams;
    asked.push(
      `watch ${query.get('resourceVersion')} ${query.get('labelSelector')} ${query.get('allowWatchBookmarks')}`,
    );
    response.writeHead(200).flushHeaders();
    void watches.shift()?.(response, told);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const kubeconfig = `{current-context: a, contexts: [{name: a, context: {cluster: a}}], clusters: [{name: a, cluster: {server: '${url}'}}]}`;
  const kube = await connect({ kubeconfig: join(t.testdir({ kubeconfig }), 'kubeconfig') });
  const ending = new AbortController();
  const source = {
    what: 'pods in default',
    path: '/api/v1/namespaces/default/pods',
    labelSelector: 'app=web',
    list: async () => {
      asked.push('list');
      const next = lists.shift();
      if (next instanceof Error || next === undefined) throw next ?? new Error('no more lists');
      return next;
    },
  };
  const watcher = {
    onObject: ({ metadata }: V1Pod) => void told.push(`${metadata?.uid} ${metadata?.resourceVersion}`),
    onGone: ({ metadata }: V1Pod) => void told.push(`${metadata?.uid} gone`),
    onListed: () => void told.push('listed'),
    onBreak: (error: unknown) => void told.push(`break ${(error as Error).message}`.slice(0, 40)),
    onResume: () => void told.push('resume'),
  };
  const done = watchObjects<V1Pod>(kube, source, watcher, ending.signal);
  let hasFailed = false;
  done.catch(() => (hasFailed = true));
  const isEnough = (): boolean => told.length >= enough.told && asked.length >= enough.asked;
  await until('enough', () => hasFailed || isEnough());
  ending.abort();
  await done;
  return { told, asked };
}

t.test('lists, watches, and resumes from the last version seen', async (t) => {
  const { told, asked } = await watch(
    t,
    [page('10', pod('a', '5'), pod('b', '6'))],
    [
      (response) =>
        void response.end(
          line('MODIFIED', pod('a', '11')) +
            line('DELETED', pod('b', '12')) +
            line('BOOKMARK', pod('', '20')),
        ),
      (response) => void response.write(line('ADDED', pod('c', '21'))),
    ],
    { told: 6, asked: 3 },
  );
  t.same(told, ['a 5', 'b 6', 'listed', 'a 11', 'b gone', 'c 21']);
  t.same(asked, ['list', 'watch 10 app=web true', 'watch 20 app=web true']);
});

t.test('a version that is too old: lists anew, and tells who has gone', async (t) => {
  for (const tooOld of [
    (response: ServerResponse) => void response.end(line('ERROR', { code: 410, kind: 'Status' })),
  ]) {
    const { told, asked } = await watch(
      t,
      [page('10', pod('a', '5'), pod('b', '6')), page('30', pod('b', '25'), pod('c', '26'))],
      [tooOld, () => undefined],
      { told: 6, asked: 4 },
    );
    t.same(told, ['a 5', 'b 6', 'listed', 'a gone', 'b 25', 'c 26']);
    t.same(asked.slice(0, 4), ['list', 'watch 10 app=web true', 'list', 'watch 30 app=web true']);
  }
});

t.test('a break is told, and the watch resumed from where it was', async (t) => {
  const { told, asked } = await watch(
    t,
    [page('10')],
    [
      async (response, told) => {
        response.write(line('ADDED', pod('a', '11')));
        await until('it to be told', () => told.includes('a 11'));
        response.destroy();
      },
      async (response, told) => {
        await until('that it goes on', () => told.includes('resume'));
        response.write(line('ADDED', pod('b', '12')));
      },
    ],
    { told: 5, asked: 3 },
  );
  t.match(told, ['listed', 'a 11', /^break /, 'resume', 'b 12']);
  t.same(asked, ['list', 'watch 10 app=web true', 'watch 11 app=web true']);
});

t.test('an error in the stream is a break', async (t) => {
  const refused = { code: 500, kind: 'Status', message: 'etcd is gone' };
  const { told } = await watch(t, [page('10')], [(response) => void response.end(line('ERROR', refused))], {
    told: 3,
    asked: 3,
  });
  t.match(told, ['listed', /^break can't watch pods in default/, 'resume']);
});

t.test('a later list that fails is tried again', async (t) => {
  const { told } = await watch(
    t,
    [page('10', pod('a', '5')), new ApiException(500, 'later', {}, {}), page('30')],
    [(response) => void response.end(line('ERROR', { code: 410 }))],
    { told: 5, asked: 4 },
  );
  t.match(told, ['a 5', 'listed', /^break can't list pods in default/, 'resume', 'a gone']);
});

t.test('the first list: nothing of the kind is none, any other error ends it', async (t) => {
  t.same(await watch(t, [new ApiException(404, 'no', {}, {})], [], FIRST), {
    told: ['listed'],
    asked: ['list'],
  });
  await t.rejects(watch(t, [new ApiException(403, 'no', {}, {})], [], FIRST), { code: 'CHAOS_FORBIDDEN' });
});
