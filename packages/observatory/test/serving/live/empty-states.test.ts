/** Empty states as an API server brings them about: what is said of each, and the command that goes with it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { observeEpidemic } from '@pod-contagion/epidemic/feed';
import { until } from '../../../../../scripts/testing/until.ts';
import { base64, kubeconfigOf } from '../../../../cluster-client/test/testing/ask.ts';
import { certificatesFor } from '../../../../cluster-client/test/testing/mirror.ts';
import { openSmallApi, sendJson } from '../../../../cluster-client/test/testing/small-api.ts';
import { openClusterFeed, openLiveFeed, type Feed } from '../../../src/serving/index.ts';
import { word, type Trouble } from '../../../src/index.ts';
import { openPodsApi, wordsOf, type PodsApi } from '../../testing/pods-api.ts';

const PLACE = { namespace: 'lab', selector: 'app=podder' };

function feedOf(t: Test, { client }: PodsApi): Feed {
  const observed = { namespace: PLACE.namespace, labelSelector: PLACE.selector };
  const nothing = { onChange: () => undefined, onBreak: () => undefined };
  const observer = observeEpidemic(client, observed, nothing);
  const feed = openLiveFeed({ client, observer, name: 'test', place: PLACE });
  t.teardown(async () => {
    await feed.close();
    await observer.close();
  });
  return feed;
}

/** Waits for a trouble of a kind; for none by null. */
const told = (feed: Feed, kind: Trouble['kind'] | null): Promise<true> =>
  until(
    String(kind),
    () => feed.status().state !== 'waiting' && (feed.status().trouble?.kind ?? null) === kind,
  );

t.test('pods that are there, from none Ready to an infection, and a watch that breaks', async (t) => {
  const names = ['a', 'b', 'c'];
  const api = await openPodsApi(names.map((name) => ({ name, isReady: false })));
  t.teardown(() => api.close());
  const feed = feedOf(t, api);
  await told(feed, 'not-ready');
  t.match(feed.status().trouble, {
    text: '3 pods are there in namespace lab, and none is Ready.',
    command: 'kubectl describe pods -l app=podder -n lab',
  });
  for (const name of names) api.put({ name });
  await told(feed, 'nobody-infected');
  t.match(feed.status().trouble, {
    text: '3 of 3 podders are Ready, and nobody is infected.',
    command: 'npx contagion infect -n lab',
  });
  api.put({ name: 'a', restarts: 1 });
  await told(feed, 'no-lineage');
  t.match(feed.status().trouble, {
    text: /^1 restarts were seen, and nobody said who infected whom/,
    command: "kubectl set image deployment/generic '*=pod-contagion:generic' -n lab",
  });
  // Podders of ours, as that command makes them, tell.
  api.put({ name: 'b', restarts: 1, lastWords: wordsOf(null, 1, 100) });
  await told(feed, null);
  api.cut();
  await told(feed, 'watch-broken');
  t.match(feed.status(), {
    state: 'broken',
    trouble: {
      text: /^The watch is broken since \d\d:\d\d:\d\d UTC: .* what is shown is how it was\.$/,
      command: 'kubectl cluster-info',
    },
  });
  api.mend();
  await told(feed, null);
});

t.test('a container that said at its end that it was well', async (t) => {
  const api = await openPodsApi([{ name: 'a' }, { name: 'b' }]);
  t.teardown(() => api.close());
  const feed = feedOf(t, api);
  await told(feed, 'nobody-infected');
  const words = { state: 'susceptible', strain: null, generation: null, from: null };
  api.put({ name: 'a', restarts: 1, lastWords: words });
  await until('the restart', () => feed.snapshot().totals.restarts === 1);
  t.equal(feed.status().trouble?.kind, 'nobody-infected');
});

t.test('restarts that were there before anybody looked', async (t) => {
  const api = await openPodsApi([{ name: 'a', restarts: 3 }, { name: 'b' }]);
  t.teardown(() => api.close());
  const feed = feedOf(t, api);
  await told(feed, 'restarted-before');
  t.match(feed.status().trouble, {
    text: /^3 restarts happened before we looked, and nothing is left of them/,
    command: 'npx contagion infect -n lab',
  });
  api.put({ name: 'b', restarts: 1, lastWords: wordsOf(null, 1, 100) });
  await told(feed, null);
});

t.test('a certificate that the kubeconfig does not trust, and one that it does', async (t) => {
  const [certificates, other] = await Promise.all([
    certificatesFor('127.0.0.1'),
    certificatesFor('127.0.0.1'),
  ]);
  const api = await openSmallApi(
    (_, response) => sendJson(response, { kind: 'List', metadata: { resourceVersion: '1' }, items: [] }),
    { certificates },
  );
  t.teardown(() => api.close());
  const kubeconfig = join(t.testdir(), 'kubeconfig');
  const trust = (ca: string): void =>
    writeFileSync(
      kubeconfig,
      kubeconfigOf(`server: '${api.url}', certificate-authority-data: ${base64(ca)}`, ''),
    );
  trust(other.ca);
  const feed = openClusterFeed({ kubeconfig, ...PLACE });
  t.teardown(() => feed.close());
  const trouble = await until('a trouble', () => feed.status().trouble ?? undefined);
  t.match(trouble, {
    kind: 'certificate',
    text: /^The API server's certificate is not one that the kubeconfig trusts: .*certificate.* Start this again/,
    command: `kubectl --kubeconfig=${word(kubeconfig)} config view --minify`,
  });
  t.equal(feed.status().state, 'waiting');
  trust(certificates.ca);
  const again = openClusterFeed({ kubeconfig, ...PLACE });
  t.teardown(() => again.close());
  await until('what is there', () => again.status().trouble?.kind === 'no-match');
});
