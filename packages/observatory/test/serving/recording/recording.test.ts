/** What is recorded is what was seen: all of it, and of a file that was cut off what came before. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import { Model, SyntheticEpidemic, UNKNOWN, type Snapshot } from '../../../src/index.ts';
import { snapshotOf } from '../../../src/snapshots/index.ts';
import { Listeners } from '../../../src/serving/listeners.ts';
import {
  createObservatoryApp,
  openRecordingTarget,
  openReplayFeed,
  type Feed,
} from '../../../src/serving/index.ts';
import { LIVE } from '../../testing/hand-fed.ts';

/** A contagion of twenty pods that goes on as a test says, and a page that follows it. */
function followed(): { feed: Feed; page: Model; goOn: (ms: number) => void; reset: () => void } {
  const startMs = Date.UTC(2026, 0, 1);
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 0.5, seed: 7, startMs });
  const listeners = new Listeners();
  const page = new Model();
  page.load(epidemic.snapshot());
  let nowMs = startMs;
  const feed: Feed = {
    epoch: 'e',
    cursor: 0,
    snapshot() {
      const snapshot = epidemic.snapshot();
      return { ...snapshot, source: { ...snapshot.source, kubeconfig: '/home/me/kubeconfig' } };
    },
    status: () => LIVE,
    subscribe: (listener) => listeners.add(listener),
    close: async () => undefined,
  };
  return {
    feed,
    page,
    reset: () => listeners.onReset(),
    goOn(ms) {
      for (const untilMs = nowMs + ms; nowMs < untilMs;) {
        nowMs += 100;
        const frame = epidemic.frame(nowMs);
        if (frame === undefined) continue;
        page.apply(frame);
        listeners.onFrame(frame);
      }
    },
  };
}

/** All of it that a page exports. */
const exported = ({ infections, strains, totals, labelSets, pods }: Snapshot): unknown =>
  JSON.parse(JSON.stringify({ infections, strains, totals, labelSets, pods }));

for (const name of ['run.ndjson', 'run.ndjson.gz']) {
  t.test(`${name}: the same infections, pods and counts`, async (t) => {
    const path = `${t.testdir()}/${name}`;
    const { feed, page, goOn } = followed();
    goOn(5_000);
    const target = await openRecordingTarget(path);
    const failures: string[] = [];
    const recording = target.begin(feed, (message) => failures.push(message));
    goOn(40_000);
    await recording.close();
    t.same(failures, []);
    const replay = await openReplayFeed(path);
    t.strictSame(exported(replay.snapshot()), exported(snapshotOf(page)));
    t.match(replay.snapshot().source, { kind: 'replay', name });
    t.notOk('kubeconfig' in replay.snapshot().source);
    t.match(replay.status(), { state: 'over', message: null });
    t.ok(page.totals.infections > 50, 'there was something to record');
    const app = createObservatoryApp({ feed: replay, page: new Map() });
    t.teardown(() => app.close());
    const sent = await app.inject({ url: '/api/recording', headers: { host: 'localhost' } });
    const text = readFileSync(path);
    t.ok(sent.body.startsWith('{"podContagionRecording":1'));
    if (!name.endsWith('.gz')) t.equal(sent.body, text.toString());
    t.match(sent.body, /\{"keyframe":/);
  });
}

t.test('numbers that begin anew', async (t) => {
  const path = `${t.testdir()}/run.ndjson`;
  const { feed, page, goOn, reset } = followed();
  const recording = (await openRecordingTarget(path)).begin(feed, (why) => t.fail(why));
  goOn(5_000);
  reset();
  goOn(15_000);
  await recording.close();
  t.strictSame(exported((await openReplayFeed(path)).snapshot()), exported(snapshotOf(page)));
});

t.test('a recording of before there were labels, and one in which they change', async (t) => {
  const path = `${t.testdir()}/run.ndjson`;
  const { feed, page, goOn } = followed();
  const recording = (await openRecordingTarget(path)).begin(feed, (why) => t.fail(why));
  goOn(20_000);
  await recording.close();
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const [head = '', first = '', ...frames] = lines;
  t.match(first, /"labelSets":\["app=podder,/);
  const { snapshot } = JSON.parse(first) as { snapshot: Snapshot };
  const { labelSets: _, pods, ...rest } = snapshot;
  const { labels: __, ...columns } = pods;
  const old = JSON.stringify({ snapshot: { ...rest, pods: columns } });
  writeFileSync(path, `${[head, old, ...frames].join('\n')}\n`);
  const replayed = (await openReplayFeed(path)).snapshot();
  t.same(new Set(replayed.pods.labels), new Set([UNKNOWN]));
  t.same(replayed.labelSets, []);
  t.same(replayed.infections, snapshotOf(page).infections);
  const n = page.cursor + 1;
  const frame = { n, t: page.tMs, labelSets: ['app=other'], labels: [[3, 2]] };
  writeFileSync(path, `${[...lines, JSON.stringify({ frame })].join('\n')}\n`);
  const changed = (await openReplayFeed(path)).snapshot();
  t.equal(changed.labelSets?.[changed.pods.labels?.[3] ?? 0], 'app=other');
  t.match(changed.labelSets?.[changed.pods.labels?.[4] ?? 0], /track=stable/);
  writeFileSync(path, `${[...lines, JSON.stringify({ frame: { n, t: 0, labels: [3] } })].join('\n')}\n`);
  await t.rejects(openReplayFeed(path), { message: /expected rows of 2 fields in labels/ });
});

t.test('cut off anywhere: what came before', async (t) => {
  const folder = t.testdir();
  const { feed, goOn } = followed();
  const recording = (await openRecordingTarget(`${folder}/whole`)).begin(feed, (why) => t.fail(why));
  goOn(20_000);
  await recording.close();
  const whole = readFileSync(`${folder}/whole`);
  const begins = whole.indexOf('\n', whole.indexOf('\n') + 1) + 1;
  const { cursor } = await openReplayFeed(`${folder}/whole`);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: begins, max: whole.length }),
      fc.boolean(),
      async (length, isCompressed) => {
        const part = whole.subarray(0, length);
        const packed = gzipSync(part);
        // The end of what is compressed is missing as well.
        writeFileSync(`${folder}/part`, isCompressed ? packed.subarray(0, packed.length - 8) : part);
        const replay = await openReplayFeed(`${folder}/part`);
        const lines = part.toString().split('\n').slice(0, -1);
        t.equal(replay.cursor, lines.filter((line) => line.startsWith('{"frame"')).length);
        t.equal(replay.status().message === null, length === whole.length || part.at(-1) === 10);
      },
    ),
    { numRuns: 25 },
  );
  t.ok(cursor > 50);
});

t.test('what is no recording, with the line and why', async (t) => {
  const { feed, goOn } = followed();
  const folder = t.testdir();
  const recording = (await openRecordingTarget(`${folder}/whole`)).begin(feed, (why) => t.fail(why));
  goOn(15_000);
  await recording.close();
  const lines = readFileSync(`${folder}/whole`, 'utf8').trimEnd().split('\n');
  const [head = '', first = ''] = lines;
  const keyframe = lines.findIndex((line) => line.startsWith('{"keyframe"'));
  const wrong: readonly (readonly [text: string, message: RegExp])[] = [
    ['', /line 1: expected a recording, got nothing/],
    ['hello\n', /line 1: expected JSON/],
    ['[]\n', /line 1: expected an object/],
    ['{"podContagionRecording":2,"startedAt":0}\n', /line 1: expected version 1 of recordings, got 2/],
    [`${first}\n`, /line 1: expected podContagionRecording in the first line/],
    [`${head}\n`, /expected a recording, got nothing/],
    [`${head}\n${lines[2]}\n`, /line 2: expected a snapshot before anything else/],
    [`${head}\n${first.replace('"v":1', '"v":9')}\n`, /line 2: expected version 1 of snapshots, got 9/],
    [
      `${head}\n${first.replace('"restarts":[0,', '"restarts":[')}\n`,
      /line 2: expected columns of one length/,
    ],
    [`${head}\n${first}\n${lines[4]}\n`, /line 3: expected the frame before \d+, which is missing/],
    [`${head}\n${first}\n{"frame":{"n":1,"t":2,"i":[0]}}\n`, /line 3: expected columns of one length/],
    [
      [...lines.slice(0, keyframe), String(lines[keyframe]).replace(/"r":\[\d+/, '"r":[999')].join('\n') +
        '\n',
      /expected pods as the frames before tell, got others/,
    ],
  ];
  for (const [text, message] of wrong) {
    writeFileSync(`${folder}/wrong`, text);
    await t.rejects(openReplayFeed(`${folder}/wrong`), { code: 'OBSERVATORY_RECORDING', message });
  }
  await t.rejects(openReplayFeed(`${folder}/none`), {
    code: 'OBSERVATORY_FILE',
    message: /none: expected a recording, got nothing there/,
  });
  await t.rejects(openReplayFeed(folder), { code: 'OBSERVATORY_FILE' });
});

t.test('a file that is there is not written over, and one that was not begun is taken away', async (t) => {
  const folder = t.testdir({ there: 'dear' });
  await t.rejects(openRecordingTarget(`${folder}/there`), {
    code: 'OBSERVATORY_FILE',
    message: /not there yet/,
  });
  await t.rejects(openRecordingTarget(`${folder}/no/where`), { code: 'OBSERVATORY_FILE', message: /folder/ });
  const target = await openRecordingTarget(`${folder}/new`);
  await target.discard();
  t.throws(() => statSync(`${folder}/new`));
});

t.test('a kill in the middle leaves what was a second ago', async (t) => {
  const path = `${t.testdir()}/run.ndjson.gz`;
  const { feed, goOn } = followed();
  const recording = (await openRecordingTarget(path)).begin(feed, (why) => t.fail(why));
  goOn(5_000);
  const { cursor } = await until('it on disk', async () => {
    const copy = `${path}.copy.gz`;
    writeFileSync(copy, readFileSync(path));
    return openReplayFeed(copy).catch(() => undefined);
  });
  t.ok(cursor > 10);
  await recording.close();
});
