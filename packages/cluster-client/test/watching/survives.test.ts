/** What a watch survives, over real connections: an API server that goes away, falls silent, or takes a token no longer. */
import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { watchResource, type WatchOptions } from '../../src/watching/watch-resource.ts';
import { certificatesFor } from '../testing/mirror.ts';
import {
  openSmallApi,
  sendJson,
  sendStatus,
  type SmallApi,
  type SmallApiOptions,
} from '../testing/small-api.ts';

const PATH = '/api/v1/namespaces/lab/pods';
const RETRY_MS = { first: 10, longest: 40 };

type Pod = Readonly<{ metadata: Readonly<{ uid: string; resourceVersion: string }> }>;
const pod = (uid: string, resourceVersion: string): Pod => ({ metadata: { uid, resourceVersion } });
const line = (type: string, object: object): string => `${JSON.stringify({ type, object })}\n`;

/** A collection with a pod in it: lists are answered, watches stay open and are handed out. */
type Lab = Readonly<{
  api: SmallApi;
  told: readonly string[];
  /** `list` and `watch VERSION`, with the status it was answered. */
  asked: readonly string[];
  /** The watch that was begun last. */
  watch: () => ServerResponse;
}>;

async function openLab(
  t: Test,
  options: SmallApiOptions & WatchOptions & { isAllowed?: (authorization: string | undefined) => boolean },
): Promise<Lab> {
  const { isAllowed = () => true, certificates, user, ...patience } = options;
  const told: string[] = [];
  const asked: string[] = [];
  const watches: ServerResponse[] = [];
  const api = await openSmallApi(
    ({ query, headers }, response) => {
      const isWatch = query.get('watch') === 'true';
      const status = isAllowed(headers.authorization) ? 200 : 401;
      asked.push(`${isWatch ? `watch ${query.get('resourceVersion')}` : 'list'} ${status}`);
      if (status === 401) sendStatus(response, 401, 'Unauthorized');
      else if (isWatch) {
        watches.push(response);
        response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      } else {
        sendJson(response, { kind: 'PodList', metadata: { resourceVersion: '10' }, items: [pod('a', '5')] });
      }
    },
    { ...(certificates && { certificates }), ...(user && { user }) },
  );
  const ending = new AbortController();
  const watching = watchResource<Pod>(
    api.client,
    { path: PATH },
    {
      onObject: ({ metadata }) => void told.push(`${metadata.uid} ${metadata.resourceVersion}`),
      onGone: (uid, last) => void told.push(`${uid} gone ${last?.metadata.resourceVersion}`),
      onListed: () => void told.push('listed'),
      onBreak: (error) => void told.push(`break: ${(error as Error).message}`),
      onResume: () => void told.push('resume'),
    },
    ending.signal,
    { retryMs: RETRY_MS, ...patience },
  );
  t.teardown(async () => {
    ending.abort();
    await watching;
    await api.close();
  });
  await until('a watch', () => watches.length > 0);
  return {
    api,
    told,
    asked,
    watch() {
      const last = watches.at(-1);
      if (last === undefined) throw new Error('expected a watch, got none');
      return last;
    },
  };
}

t.test('an API server that goes away: it is resumed from the last version when that is back', async (t) => {
  const { api, told, asked, watch } = await openLab(t, {});
  watch().write(line('MODIFIED', pod('a', '11')) + line('BOOKMARK', pod('', '15')).slice(0, 30));
  await until('the change', () => told.includes('a 11'));
  await api.goAway();
  await until('that nobody is there', () => told.some((each) => each.includes("can't reach")));
  await api.comeBack();
  await until('that it goes on', () => told.includes('resume'));
  watch().write(line('DELETED', pod('a', '20')));
  await until('the end', () => told.includes('a gone 20'));
  t.same(told.slice(0, 3), ['a 5', 'listed', 'a 11']);
  t.same(told.slice(-2), ['resume', 'a gone 20']);
  t.ok(told.slice(3, -2).every((each) => each.startsWith('break: ')));
  t.same(asked, ['list 200', 'watch 10 200', 'watch 11 200'], 'what is cut off counts for nothing');
});

t.test('an API server that says nothing any more', async (t) => {
  const { told, asked, watch } = await openLab(t, { silenceMs: 2_000 });
  watch().write(line('BOOKMARK', pod('', '30')));
  await until('that it goes on', () => told.includes('resume'));
  t.same(told.slice(0, 4), ['a 5', 'listed', 'break: the watch fell silent', 'resume']);
  t.same(asked.slice(0, 3), ['list 200', 'watch 10 200', 'watch 30 200']);
});

const certificates = await certificatesFor('127.0.0.1');

t.test('a token that expires while it is watched', async (t) => {
  const tokenFile = join(t.testdir({ token: 'one' }), 'token');
  let valid = 'one';
  const { told, asked, watch } = await openLab(t, {
    certificates,
    user: `tokenFile: '${tokenFile}'`,
    isAllowed: (authorization) => authorization === `Bearer ${valid}`,
  });
  await t.test('and is another in its file by then: nobody notices', async (t) => {
    valid = 'two';
    writeFileSync(tokenFile, 'two');
    watch().end(line('MODIFIED', pod('a', '11')));
    await until('the next watch', () => asked.includes('watch 11 200'));
    t.same(told, ['a 5', 'listed', 'a 11']);
    t.same(asked, ['list 200', 'watch 10 200', 'watch 11 401', 'watch 11 200']);
  });
  await t.test('and is another only later: it is told, and tried again until then', async (t) => {
    valid = 'three';
    watch().end(line('MODIFIED', pod('a', '12')));
    const refusal = `break: GET ${PATH} was answered 401: Unauthorized`;
    await until('two refusals', () => told.filter((each) => each === refusal).length >= 2);
    writeFileSync(tokenFile, 'three');
    await until('that it goes on', () => told.includes('resume'));
    watch().write(line('ADDED', pod('b', '13')));
    await until('a change', () => told.includes('b 13'));
    t.equal(asked.at(-1), 'watch 12 200');
    t.equal(asked.filter((each) => each.startsWith('list')).length, 1, 'nothing was listed anew');
  });
});

t.test('what is told in the stream: too old is listed anew, any other refusal is a break', async (t) => {
  const { told, asked, watch } = await openLab(t, {});
  watch().end(line('MODIFIED', pod('b', '11')) + line('ERROR', { kind: 'Status', code: 410 }));
  await until('a new list', () => asked.length >= 4);
  t.same(told, ['a 5', 'listed', 'b 11', 'b gone undefined', 'a 5']);
  await until('its watch', () => asked.filter((each) => each === 'watch 10 200').length === 2);
  watch().end(line('ERROR', { kind: 'Status', code: 500, message: 'etcd is\naway' }));
  await until('that it goes on', () => told.includes('resume'));
  t.same(told.slice(5), [
    'break: the watch was answered {"kind":"Status","code":500,"message":"etcd is\\naway"}',
    'resume',
  ]);
});

t.test('one that ends each watch at once is asked ever less often', async (t) => {
  const { asked, watch } = await openLab(t, { retryMs: { first: 20, longest: 10_000 } });
  const beganMs = performance.now();
  for (let count = 1; count <= 5; count++) {
    await until('the next watch', () => asked.length > count);
    watch().end();
  }
  await until('one more', () => asked.length > 6);
  t.ok(performance.now() - beganMs >= 20 + 40 + 80 + 160 + 320);
});
