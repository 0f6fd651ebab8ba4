import t from 'tap';
import { watchRecovery, type RecoveryEvent } from '../../src/recovery/watch-recovery.ts';
import { scriptedApi, statusBody, type Script } from '../testing/scripted-api.ts';

const PODS = '/api/v1/namespaces/default/pods';
const OPTIONS = { namespaces: ['default'], durationMs: 30_000 };
const LIST = { kind: 'List', metadata: { resourceVersion: '10' }, items: [] };

const forbidden = (verb: string) => ({
  status: 403,
  body: statusBody(
    403,
    `pods is forbidden: User "ann" cannot ${verb} resource "pods" in the namespace "default"`,
  ),
});
/** A watch that says one thing and ends. */
const says = (type: string, object: object) => ({ body: `${JSON.stringify({ type, object })}\n` });

/** What a watch of all things comes to, where the pods are scripted and nothing else ever is. */
async function watch(
  t: Parameters<typeof scriptedApi>[0],
  ofPods: (isWatch: boolean, times: number) => ReturnType<Script>,
) {
  const times = { list: 0, watch: 0 };
  const { kube, asked } = await scriptedApi(t, ({ path, query }) => {
    const isWatch = query.get('watch') === 'true';
    if (path !== PODS) return isWatch ? says('BOOKMARK', { metadata: {} }) : { body: LIST };
    return ofPods(isWatch, ++times[isWatch ? 'watch' : 'list']);
  });
  const events: RecoveryEvent[] = [];
  const ended = watchRecovery(kube, OPTIONS, undefined, (event) => events.push(event));
  return { ended, events, times, asked };
}

t.test('list is allowed, watch is not', async (t) => {
  const { ended, times, events } = await watch(t, (isWatch) =>
    isWatch ? forbidden('watch') : { body: LIST },
  );
  await t.rejects(ended, {
    code: 'CHAOS_FORBIDDEN',
    exitCode: 4,
    message: `can't watch pods in default: pods is forbidden: User "ann" cannot watch resource "pods" in the namespace "default"`,
  });
  t.same(times, { list: 1, watch: 1 });
  t.notOk(events.some((event) => event.event === 'broken' && event.what === 'pods in default'));
});

t.test('credentials that are not taken', async (t) => {
  const refused = { status: 401, body: statusBody(401, 'Unauthorized') };
  const { ended } = await watch(t, (isWatch) => (isWatch ? refused : { body: LIST }));
  await t.rejects(ended, { code: 'CHAOS_FORBIDDEN', message: "can't watch pods in default: Unauthorized" });
});

t.test('rights that are taken away later', async (t) => {
  const calm = says('BOOKMARK', { metadata: { resourceVersion: '20' } });
  await t.test('between two watches', async (t) => {
    const { ended, times } = await watch(t, (isWatch, count) => {
      if (!isWatch) return { body: LIST };
      return count <= 2 ? calm : forbidden('watch');
    });
    await t.rejects(ended, {
      code: 'CHAOS_FORBIDDEN',
      message: /^can't watch .* cannot watch resource "pods"/,
    });
    t.same(times, { list: 1, watch: 3 });
  });
  await t.test('told in the stream', async (t) => {
    const { ended } = await watch(t, (isWatch) =>
      isWatch ? says('ERROR', forbidden('watch').body) : { body: LIST },
    );
    await t.rejects(ended, {
      code: 'CHAOS_FORBIDDEN',
      message: /^can't watch .* cannot watch resource "pods"/,
    });
  });
  await t.test('told by the list after a version that is too old', async (t) => {
    const { ended } = await watch(t, (isWatch, count) => {
      if (isWatch) return says('ERROR', { code: 410 });
      return count === 1 ? { body: LIST } : forbidden('list');
    });
    await t.rejects(ended, {
      code: 'CHAOS_FORBIDDEN',
      message: /^can't list .* cannot list resource "pods"/,
    });
  });
});
