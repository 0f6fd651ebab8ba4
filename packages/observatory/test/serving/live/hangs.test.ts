/** An API server that hangs: it takes requests, answers none and closes nothing, as behind a VPN that is cut. */
import type { ServerResponse } from 'node:http';
import t from 'tap';
import { observeEpidemic } from '@pod-contagion/epidemic/feed';
import { until } from '../../../../../scripts/testing/until.ts';
import { openSmallApi, sendJson } from '../../../../cluster-client/test/testing/small-api.ts';
import { openLiveFeed } from '../../../src/serving/index.ts';

const PLACE = { namespace: 'lab', selector: 'app=podder' };

/** Within how long the page has to say that what it shows is old, in ms. */
const STALE_WITHIN_MS = 15_000;

/** Within how long all is right again, in ms: three seconds, and what a busy machine takes. Who waits for an answer that never comes takes longer. */
const RIGHT_WITHIN_MS = 6_000;

/** How old what is known may be while nothing happens, in ms: a question each five seconds, its answer, and what a busy machine takes. */
const OLDEST_MS = 9_000;

t.test('it is broken within 15 s, and right again within 3 s', async (t) => {
  let hangs: 'nothing' | 'watches' | 'all' = 'nothing';
  let questions = 0;
  let unanswered = 0;
  const watches: ServerResponse[] = [];
  const pod = (resourceVersion: string, status: string): object => ({
    metadata: { uid: 'a', name: 'a', resourceVersion, labels: { app: 'podder' } },
    status: { conditions: [{ type: 'Ready', status }] },
  });
  const api = await openSmallApi(({ path, query }, response) => {
    const isOfPods = path === '/api/v1/namespaces/lab/pods';
    const isWatch = query.get('watch') === 'true';
    if (isOfPods && query.get('limit') === '1') questions++;
    if (hangs === 'all' || (hangs === 'watches' && isWatch)) {
      if (isOfPods && isWatch) unanswered++;
    } else if (isWatch) {
      response.writeHead(200).flushHeaders();
      if (isOfPods) watches.push(response);
    } else {
      const items = isOfPods ? [pod('5', 'True')] : [];
      sendJson(response, { kind: 'List', metadata: { resourceVersion: '10' }, items });
    }
  });
  t.teardown(() => api.close());
  const observed = { namespace: PLACE.namespace, labelSelector: PLACE.selector };
  const nothing = { onChange: () => undefined, onBreak: () => undefined };
  const observer = observeEpidemic(api.client, observed, nothing);
  const feed = openLiveFeed({ client: api.client, observer, name: 'test', place: PLACE });
  t.teardown(async () => {
    await feed.close();
    await observer.close();
  });
  await until('a watch', () => watches.length === 1 && feed.status().state === 'live');

  // The watch says nothing, as where nothing happens, but whoever asks is answered.
  hangs = 'watches';
  let oldestMs = 0;
  await until('two answers', () => {
    oldestMs = Math.max(oldestMs, feed.status().ageMs);
    return questions >= 3;
  });
  t.equal(feed.status().state, 'live');
  t.ok(oldestMs < OLDEST_MS, `what is known was ${oldestMs} ms old at most`);

  hangs = 'all';
  await until('that it is told', () => feed.status().state === 'broken', STALE_WITHIN_MS);
  t.match(feed.status(), {
    message: /no answer in time/,
    trouble: { kind: 'watch-broken', text: /what is shown is how it was/ },
  });
  const before = unanswered;
  // Asked while it hangs, this one will never be answered.
  await until('a watch that is not answered', () => unanswered > before);
  t.equal(feed.status().state, 'broken');
  hangs = 'nothing';
  const backMs = performance.now();
  await until('the watch', () => feed.status().state === 'live', RIGHT_WITHIN_MS);
  t.comment(`right after ${Math.round(performance.now() - backMs)} ms`);
  watches.at(-1)?.write(`${JSON.stringify({ type: 'MODIFIED', object: pod('11', 'False') })}\n`);
  await until('what is new', () => feed.snapshot().pods.ready[0] === 0);
});
