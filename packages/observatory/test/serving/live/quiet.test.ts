/** While nothing happens nothing is sent but heartbeats. */
import t from 'tap';
import { observeEpidemic } from '@pod-contagion/epidemic/feed';
import { until } from '../../../../../scripts/testing/until.ts';
import type { Snapshot } from '../../../src/index.ts';
import { openLiveFeed, openObservatoryServer } from '../../../src/serving/index.ts';
import { follow } from '../../testing/follower.ts';
import { pageFolder } from '../../testing/page-folder.ts';
import { openPodsApi } from '../../testing/pods-api.ts';

const PLACE = { namespace: 'lab', selector: 'app=podder' };

/** So many heartbeats last for several frames, if there were any. */
const HEARTBEAT_MS = 50;
const HEARTBEATS = 20;

t.test('heartbeats, and a frame where something changed', async (t) => {
  const api = await openPodsApi([{ name: 'a' }, { name: 'b' }]);
  t.teardown(() => api.close());
  const { client } = api;
  const observer = observeEpidemic(
    client,
    { namespace: PLACE.namespace, labelSelector: PLACE.selector },
    { onChange: () => undefined, onBreak: () => undefined },
  );
  const feed = openLiveFeed({ client, observer, name: 'test', place: PLACE });
  const limits = { statusIntervalMs: HEARTBEAT_MS };
  const server = await openObservatoryServer({ feed, pageFolder: pageFolder(t), limits });
  t.teardown(async () => {
    await server.close();
    await feed.close();
    await observer.close();
  });
  const { epoch, cursor } = await until('both pods', async () => {
    const state = (await (await fetch(`${server.url}api/state`)).json()) as Snapshot;
    return state.pods.name.length === 2 && state;
  });
  const one = await follow(`${server.url}api/events?epoch=${epoch}&from=${cursor}`);
  t.teardown(one.end);
  /** What comes until there were so many heartbeats more, but for these. */
  const besidesHeartbeats = async (): Promise<unknown[]> => {
    const before = one.events.length;
    const heartbeats = (): number => one.events.slice(before).filter(({ event }) => event === 's').length;
    await until('heartbeats', () => heartbeats() >= HEARTBEATS);
    return one.events.slice(before).filter(({ event }) => event !== 's');
  };
  t.same(await besidesHeartbeats(), [], 'nothing happens');
  api.put({ name: 'a', restarts: 1 });
  await one.event(({ event }) => event === 'd');
  t.same(await besidesHeartbeats(), [], 'nothing more happens');
  api.put({ name: 'a', restarts: 1 });
  t.same(await besidesHeartbeats(), [], 'a pod is told again as it is');
  t.same(
    one.events.filter(({ event }) => event === 'd').map(({ id }) => id),
    [String(cursor + 1)],
  );
});
