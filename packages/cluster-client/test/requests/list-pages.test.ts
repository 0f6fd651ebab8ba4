import t from 'tap';
import { listPages } from '../../src/requests/list-pages.ts';
import { listResource } from '../../src/requests/list-resource.ts';
import { openSmallApi, sendJson, sendStatus, type SmallApi } from '../testing/small-api.ts';

const PATH = '/api/v1/namespaces/lab/pods';
const names = Array.from({ length: 5 }, (_, index) => `pod-${index}`);

/** Serves five names, two a page where it is asked for pages; the token of `expires` has expired so many times. */
function openPages(expires: string, times: number): Promise<SmallApi> {
  let left = times;
  let version = 10;
  return openSmallApi(({ query }, response) => {
    const token = query.get('continue') ?? '';
    if (token === expires && left-- > 0) {
      sendStatus(response, 410, 'The provided continue parameter is too old');
      return;
    }
    const from = Number(token);
    const end = query.has('limit') ? from + 2 : names.length;
    sendJson(response, {
      kind: 'PodList',
      metadata: { resourceVersion: String(version++), ...(end < names.length && { continue: String(end) }) },
      items: names.slice(from, end),
    });
  });
}

const asked = ({ received }: SmallApi): (string | null)[][] =>
  received.map(({ query }) => ['limit', 'continue', 'labelSelector'].map((name) => query.get(name)));

t.test('page by page, from the version of the first', async (t) => {
  const api = await openPages('', 0);
  t.teardown(() => api.close());
  const list = await listResource(api.client, { path: PATH, query: { labelSelector: 'a=b' } });
  t.same(list, { items: names, resourceVersion: '10' });
  t.same(asked(api), [
    ['500', null, 'a=b'],
    ['500', '2', 'a=b'],
    ['500', '4', 'a=b'],
  ]);
});

t.test('a token that has expired: anew, and as a whole', async (t) => {
  const api = await openPages('4', 1);
  t.teardown(() => api.close());
  t.same(await listResource(api.client, { path: PATH }), { items: names, resourceVersion: '12' });
  t.same(asked(api).at(-1), [null, null, null]);
  t.equal(api.received.length, 4);
});

t.test('410 without a token is no token that has expired', async (t) => {
  const api = await openPages('', 1);
  t.teardown(() => api.close());
  await t.rejects(listResource(api.client, { path: PATH }), {
    code: 'CLUSTER_API',
    message: `GET ${PATH} was answered 410: The provided continue parameter is too old`,
  });
  t.equal(api.received.length, 1);
});

t.test('an empty list as Go writes it', async (t) => {
  const api = await openSmallApi((_, response) =>
    sendJson(response, { kind: 'PodList', metadata: { resourceVersion: '7', continue: '' }, items: null }),
  );
  t.teardown(() => api.close());
  t.same(await listResource(api.client, { path: PATH }), { items: [], resourceVersion: '7' });
});

t.test('a list that never ends is given up', async (t) => {
  let pages = 0;
  const always = async () => ({ items: [pages++], token: 'more' });
  await t.rejects(listPages(always), {
    code: 'CLUSTER_API',
    message: 'expected at most 500000 objects, got more',
  });
  t.equal(pages, 1_000);
  let tries = 0;
  const forgetful = async ({ token }: { token?: string }) => {
    tries++;
    if (token !== undefined) throw new Error('forgotten');
    return { items: [1], token: 'more' };
  };
  await t.rejects(
    listPages(forgetful, () => 410),
    { message: 'forgotten' },
  );
  t.equal(tries, 8, 'each of four times a page, and a token that is refused');
});
