/** An API server that says nothing: nothing happens there, or it hangs, which who watches is to tell apart within seconds. */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import type { PulseMs } from '../../src/watching/pulse.ts';
import { watchResource } from '../../src/watching/watch-resource.ts';
import { openSmallApi, sendJson, sendStatus } from '../testing/small-api.ts';

type Pod = Readonly<{ metadata: Readonly<{ uid: string; resourceVersion: string }> }>;
const pod = (uid: string, resourceVersion: string): Pod => ({ metadata: { uid, resourceVersion } });
const line = (type: string, object: object): string => `${JSON.stringify({ type, object })}\n`;

const PULSE_MS = { afterMs: 300, limitMs: 500 };

/** What an API server does with requests: `hang` takes them, and never answers. */
type Does = 'answer' | 'hang' | 'refuse';

type Lab = Readonly<{
  told: readonly string[];
  /** `list`, `pulse`, or `watch VERSION`. */
  asked: readonly string[];
  heard: () => number;
  /** Pulses that are unanswered, and most that were at once. */
  unanswered: () => number;
  most: () => number;
  be: (pulses: Does, watches?: Does) => void;
  watch: () => ServerResponse;
  end: () => Promise<void>;
}>;

async function openLab(t: Test, pulseMs: PulseMs = PULSE_MS): Promise<Lab> {
  const told: string[] = [];
  const asked: string[] = [];
  const watches: ServerResponse[] = [];
  const pulses = new Set<ServerResponse>();
  let does: Readonly<{ pulses: Does; watches: Does }> = { pulses: 'answer', watches: 'answer' };
  let heard = 0;
  let most = 0;
  const api = await openSmallApi(({ query }, response) => {
    const isPulse = query.get('limit') === '1';
    if (query.get('watch') === 'true') {
      asked.push(`watch ${query.get('resourceVersion')}`);
      if (does.watches === 'hang') return;
      watches.push(response);
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      return;
    }
    asked.push(isPulse ? 'pulse' : 'list');
    if (isPulse) {
      pulses.add(response);
      response.once('close', () => pulses.delete(response));
      most = Math.max(most, pulses.size);
      if (does.pulses === 'hang') return;
    }
    if (isPulse && does.pulses === 'refuse') sendStatus(response, 500, 'etcd is away');
    else sendJson(response, { kind: 'PodList', metadata: { resourceVersion: '10' }, items: [pod('a', '5')] });
  });
  const ending = new AbortController();
  const watching = watchResource<Pod>(
    api.client,
    { path: '/api/v1/namespaces/lab/pods', query: { labelSelector: 'app=podder' } },
    {
      onObject: ({ metadata }) => void told.push(`${metadata.uid} ${metadata.resourceVersion}`),
      onGone: (uid) => void told.push(`${uid} gone`),
      onListed: () => void told.push('listed'),
      onBreak: (error) => void told.push(`break: ${(error as Error).message}`),
      onResume: () => void told.push('resume'),
    },
    ending.signal,
    { retryMs: { first: 10, longest: 40 }, pulseMs, onHeard: () => void heard++ },
  );
  async function end(): Promise<void> {
    ending.abort();
    await watching;
  }
  t.teardown(async () => {
    await end();
    await api.close();
  });
  await until('a watch', () => watches.length > 0);
  return {
    told,
    asked,
    heard: () => heard,
    unanswered: () => pulses.size,
    most: () => most,
    be: (ofPulses, ofWatches = ofPulses) => void (does = { pulses: ofPulses, watches: ofWatches }),
    watch() {
      const last = watches.at(-1);
      if (last === undefined) throw new Error('expected a watch, got none');
      return last;
    },
    end,
  };
}

const count = (asked: readonly string[], what: string): number =>
  asked.filter((each) => each === what).length;

t.test('nothing happens: it is asked, one question after the other, and its answers are heard', async (t) => {
  const { told, asked, heard, most, end } = await openLab(t);
  const beganMs = performance.now();
  await until('answers', () => heard() >= 3);
  const tookMs = performance.now() - beganMs;
  t.ok(count(asked, 'pulse') <= 1 + tookMs / PULSE_MS.afterMs, 'none before its time');
  t.equal(most(), 1);
  t.same(told, ['a 5', 'listed'], 'that is no news, and no break');
  await end();
  const before = asked.length;
  await sleep(2 * PULSE_MS.afterMs);
  t.equal(asked.length, before, 'nothing is asked once nobody watches');
});

t.test('what the watch says is enough', async (t) => {
  const { asked, watch, heard } = await openLab(t, { afterMs: 3_000, limitMs: 3_000 });
  const talking = setInterval(() => watch().write(line('BOOKMARK', pod('', '20'))), 50);
  t.teardown(() => clearInterval(talking));
  const beganMs = performance.now();
  await until('bookmarks for longer than that', () => heard() > 0 && performance.now() - beganMs > 4_000);
  t.equal(count(asked, 'pulse'), 0);
});

t.test('it hangs: that is a break, and it goes on once others are answered again', async (t) => {
  const { told, asked, most, be, watch } = await openLab(t);
  be('hang');
  const broken = /^break: can't reach http.*: no answer in time$/;
  await until('a break', () => told.some((each) => broken.test(each)));
  await until('another one', () => told.filter((each) => broken.test(each)).length >= 2);
  t.equal(most(), 1, 'one question at a time');
  // Asked while it hangs, this one will never be answered.
  const before = count(asked, 'watch 10');
  await until('a watch that hangs', () => count(asked, 'watch 10') > before);
  be('answer');
  await until('that it goes on', () => told.at(-1) === 'resume', 10_000);
  watch().write(line('MODIFIED', pod('a', '11')));
  await until('what is new', () => told.at(-1) === 'a 11');
  t.equal(count(asked, 'list'), 1, 'nothing was listed anew');
});

t.test('a watch that never begins, of a server that is there: it is begun again', async (t) => {
  const { told, asked, be, watch } = await openLab(t);
  be('answer', 'hang');
  watch().end();
  await until('two of them', () => count(asked, 'watch 10') >= 3);
  be('answer');
  await until('one that begins', () => count(asked, 'watch 10') >= 4);
  watch().write(line('MODIFIED', pod('a', '11')));
  await until('what is new', () => told.at(-1) === 'a 11');
  t.same(told, ['a 5', 'listed', 'a 11'], 'that is no break');
});

t.test('it refuses: that is a break, with what it says', async (t) => {
  const { told, be } = await openLab(t);
  be('refuse', 'answer');
  await until('a break', () => told.length > 2);
  t.match(told[2], /^break: GET .*\/pods was answered 500: etcd is away$/);
  await until('that it goes on', () => told[3] === 'resume');
});

t.test('what is heard while it is asked counts, and the question no more', async (t) => {
  const { told, be, watch, unanswered } = await openLab(t, { afterMs: 300, limitMs: 30_000 });
  be('hang', 'answer');
  await until('a question', () => unanswered() === 1);
  watch().write(line('MODIFIED', pod('a', '11')));
  await until('that it is given up', () => unanswered() === 0);
  t.same(told, ['a 5', 'listed', 'a 11']);
  await until('the next', () => unanswered() === 1);
});
