import type { ServerResponse } from 'node:http';
import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { watchResource } from '../../src/watching/watch-resource.ts';
import { openSmallApi, sendJson, sendStatus, type Received } from '../testing/small-api.ts';

const pod = (uid: string, resourceVersion: string): object => ({
  metadata: { uid, name: uid, resourceVersion },
});
const line = (type: string, object: object): string => `${JSON.stringify({ type, object })}\n`;

type Watched = Readonly<{ metadata: Readonly<{ uid: string; resourceVersion: string }> }>;
type Answer = (request: Received, response: ServerResponse, told: readonly string[]) => void | Promise<void>;

/** What is told, with lists and watches answered one after the other as given. */
async function watch(
  answers: Answer[],
  enough: Readonly<{ told: number; requests: number }>,
): Promise<{ told: string[]; requests: string[] }> {
  const told: string[] = [];
  const requests: string[] = [];
  const ending = new AbortController();
  const api = await openSmallApi((request, response) => {
    const { query } = request;
    requests.push(query.get('watch') === 'true' ? `watch ${query.get('resourceVersion')}` : 'list');
    const answer = answers.shift();
    if (answer === undefined) response.writeHead(200).flushHeaders();
    else void answer(request, response, told);
  });
  const done = watchResource<Watched>(
    api.client,
    { path: '/pods', query: { labelSelector: 'app=podder' } },
    {
      onObject: ({ metadata }) => void told.push(`${metadata.uid} ${metadata.resourceVersion}`),
      onGone: (uid) => void told.push(`${uid} gone`),
      onBreak: (error) => void told.push(`break ${(error as Error).message.slice(0, 30)}`),
    },
    ending.signal,
  );
  await until('enough', () => told.length >= enough.told && requests.length >= enough.requests);
  ending.abort();
  await done;
  await api.close();
  return { told, requests };
}

const list =
  (version: string, ...items: object[]) =>
  (_: Received, response: ServerResponse): void =>
    sendJson(response, { metadata: { resourceVersion: version }, items });

t.test('lists, watches, and resumes from the last version seen', async (t) => {
  const { told, requests } = await watch(
    [
      list('10', pod('a', '5'), pod('b', '6')),
      (_, response) => {
        response.write(line('MODIFIED', pod('a', '11')).slice(0, 20));
        setTimeout(() => {
          response.write(line('MODIFIED', pod('a', '11')).slice(20) + line('DELETED', pod('b', '12')));
          response.end(line('BOOKMARK', pod('', '20')));
        }, 20);
      },
      (_, response) => void response.write(line('ADDED', pod('c', '21'))),
    ],
    { told: 5, requests: 3 },
  );
  t.same(told, ['a 5', 'b 6', 'a 11', 'b gone', 'c 21']);
  t.same(requests, ['list', 'watch 10', 'watch 20']);
});

t.test('a version that is too old: lists anew and tells who is gone', async (t) => {
  for (const tooOld of [
    (_: Received, response: ServerResponse) => sendStatus(response, 410, 'too old'),
    (_: Received, response: ServerResponse) =>
      void response.end(line('ERROR', { code: 410, kind: 'Status' })),
  ]) {
    const { told, requests } = await watch(
      [list('10', pod('a', '5'), pod('b', '6')), tooOld, list('30', pod('b', '25'), pod('c', '26'))],
      { told: 5, requests: 4 },
    );
    t.same(told, ['a 5', 'b 6', 'a gone', 'b 25', 'c 26']);
    t.same(requests.slice(0, 4), ['list', 'watch 10', 'list', 'watch 30']);
  }
});

t.test('a break is told, and the watch resumed', async (t) => {
  const { told, requests } = await watch(
    [
      (_, response) => sendStatus(response, 503, 'starting'),
      list('10'),
      async (_, response, told) => {
        response.write(line('ADDED', pod('a', '11')));
        await until('it to be told', () => told.includes('a 11'));
        response.destroy();
      },
      (_, response) => void response.write(line('ADDED', pod('b', '12'))),
    ],
    { told: 4, requests: 4 },
  );
  t.match(told, [/^break GET \/pods was answered 503/, 'a 11', /^break /, 'b 12']);
  t.same(requests, ['list', 'list', 'watch 10', 'watch 11']);
});
