/** A cluster whose watch is cut, or is too late: whoever follows knows what the API server knows, each infection once. */
import t, { type Test } from 'tap';
import { observeEpidemic } from '@pod-contagion/epidemic/feed';
import { until } from '../../../../../scripts/testing/until.ts';
import { Model, type Frame, type Snapshot } from '../../../src/index.ts';
import { openLiveFeed, openObservatoryServer } from '../../../src/serving/index.ts';
import { snapshotOf } from '../../../src/snapshots/index.ts';
import { follow } from '../../testing/follower.ts';
import { pageFolder } from '../../testing/page-folder.ts';
import { containerOf, openPodsApi, wordsOf, type PodsApi } from '../../testing/pods-api.ts';

const PLACE = { namespace: 'lab', selector: 'app=podder' };
const NAMES = ['a', 'b', 'c', 'd'];

/** How long a watch may take to go on, in ms: the longest pause between two tries, and what a busy machine takes. */
const RIGHT_WITHIN_MS = 60_000;

/** A server of the cluster of an API server. */
async function serve(t: Test, { client }: PodsApi): Promise<string> {
  const observer = observeEpidemic(
    client,
    { namespace: PLACE.namespace, labelSelector: PLACE.selector },
    { onChange: () => undefined, onBreak: () => undefined },
  );
  const feed = openLiveFeed({ client, observer, name: 'test', place: PLACE });
  const server = await openObservatoryServer({ feed, pageFolder: pageFolder(t) });
  t.teardown(async () => {
    await server.close();
    await feed.close();
    await observer.close();
  });
  return server.url;
}

const stateOf = async (url: string): Promise<Snapshot> =>
  (await (await fetch(`${url}api/state`)).json()) as Snapshot;

/** Follows as a page does, which was never told to begin anew. */
async function followed(t: Test, url: string): Promise<() => Model> {
  const first = await stateOf(url);
  const one = await follow(`${url}api/events?epoch=${first.epoch}&from=${first.cursor}`);
  t.teardown(one.end);
  return () => {
    const model = new Model();
    model.load(first);
    for (const { event, data } of one.events) {
      if (event === 'resync') throw new Error('expected frames without a gap');
      if (event === 'd' && !model.apply(data as Frame)) throw new Error('expected the next frame');
    }
    return model;
  };
}

/** Compares what who follows knows with what the server tells, at one frame, and with what is true. */
async function compareWith(t: Test, url: string, model: () => Model, told: readonly string[]): Promise<void> {
  const { known, state } = await until('both at one frame', async () => {
    const now = await stateOf(url);
    const one = model();
    return one.cursor === now.cursor && { known: snapshotOf(one), state: now };
  });
  // Who follows has more points of the curve, and is told how the source is each five seconds.
  const { history, status } = state;
  t.equal(JSON.stringify({ ...known, history, status }), JSON.stringify(state));
  t.same(known.infections.container.toSorted(), told.toSorted(), 'each infection once');
  t.equal(known.totals.infections, told.length);
}

t.test('a watch that is cut, and one that is too late', async (t) => {
  const api = await openPodsApi(NAMES.map((name) => ({ name })));
  t.teardown(() => api.close());
  const url = await serve(t, api);
  await until('all pods', async () => (await stateOf(url)).pods.name.length === NAMES.length);
  const model = await followed(t, url);
  const told: string[] = [];

  /** The container of each pod ends, and says who infected it: the pod before it. */
  const endAll = (restarts: number): void => {
    for (const [place, name] of NAMES.entries()) {
      const from = NAMES[place - 1] ?? null;
      api.put({ name, restarts, lastWords: wordsOf(from, place + 1, restarts * 100 + place * 2) });
      told.push(
        containerOf(name, restarts - 1)
          .slice('containerd://'.length)
          .slice(0, 12),
      );
    }
  };
  const is = (state: string): Promise<unknown> =>
    until(state, async () => (await stateOf(url)).status.state === state);
  const compare = async (t: Test): Promise<void> => {
    const beganMs = performance.now();
    await until('all infections', async () => {
      const { pods } = await stateOf(url);
      return pods.restarts.reduce((sum, each) => sum + each) === told.length;
    });
    const tookMs = performance.now() - beganMs;
    t.ok(tookMs < RIGHT_WITHIN_MS, `right after ${Math.round(tookMs)} ms`);
    await compareWith(t, url, model, told);
  };

  endAll(1);
  await t.test('before', compare);
  api.cut();
  await is('broken');
  endAll(2);
  api.mend();
  await t.test('cut', compare);
  api.expire();
  endAll(3);
  await t.test('410', compare);
  api.cut();
  await is('broken');
  endAll(4);
  api.remove('d');
  api.expire();
  api.mend();
  await is('live');
  const gone = await until('a pod that is gone', async () => {
    const { pods } = await stateOf(url);
    return pods.condition[3] === 6 && pods.restarts[0] === 4 && pods;
  });
  t.same(gone.name, NAMES);
  // What it said at its end nobody heard, as it was deleted while nobody watched.
  const heard = told.slice(0, -1);
  await compareWith(t, url, model, heard);
});
