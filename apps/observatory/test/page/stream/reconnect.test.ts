/**
 * A page whose server is killed, stopped, or replaced by what answers 503, or loses its cluster: it says that it is stale, and is right again soon after.
 * RECONNECT_KILLS, RECONNECT_STOP_MS and RECONNECT_UNAVAILABLE_MS make it more and longer; RECONNECT_STALE_MS and RECONNECT_RIGHT_MS are
 * how soon it has to be, which a machine with nothing else to do can. All that is wanted of the page:
 *
 *     RECONNECT_KILLS=20 RECONNECT_STOP_MS=30000 RECONNECT_UNAVAILABLE_MS=10000 RECONNECT_STALE_MS=15000 RECONNECT_RIGHT_MS=3000 \
 *       npm test -- -R tap -t 900 apps/observatory/test/page/stream/reconnect.test.ts
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Snapshot, Status } from '@pod-contagion/observatory';
import {
  openObservatoryServer,
  openSyntheticFeed,
  type Feed,
  type FeedListener,
} from '@pod-contagion/observatory/serving';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { COMPILE_CACHE } from '../../../../../scripts/testing/compile-cache.ts';
import { freePort } from '../../../../../scripts/testing/free-port.ts';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../scripts/testing/until.ts';
import { badge, isLive } from '../testing/agrees.ts';
import { setStage } from '../testing/open-page.ts';

const KILLS = Number(process.env['RECONNECT_KILLS'] ?? 3);
const STOP_MS = Number(process.env['RECONNECT_STOP_MS'] ?? 15_000);
const UNAVAILABLE_MS = Number(process.env['RECONNECT_UNAVAILABLE_MS'] ?? 5_000);

/** The page says that it is stale within the first, 15 s, and is right again within the second, 3 s: far more on a busy machine. */
const STALE_WITHIN_MS = Number(process.env['RECONNECT_STALE_MS'] ?? 60_000);
const RIGHT_WITHIN_MS = Number(process.env['RECONNECT_RIGHT_MS'] ?? 60_000);

const SERVER = fileURLToPath(new URL('../testing/served-apart.ts', import.meta.url));

/** Starts a server, and waits until it listens. */
async function start(t: Test, folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['--conditions=@pod-contagion/source', SERVER, folder, String(port)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...COMPILE_CACHE },
    },
  );
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** A contagion that is made up, whose watch is told to be broken, as that of a cluster. */
function breakable(): Readonly<{ feed: Feed; tell: (state: 'live' | 'broken') => void }> {
  const made = openSyntheticFeed({ pods: 20, rate: 0.05, seed: 7 });
  const listeners = new Set<FeedListener>();
  let isBroken = false;
  const status = (): Status =>
    isBroken
      ? { ...made.status(), state: 'broken', ageMs: 1_000, message: 'the watch is broken' }
      : made.status();
  return {
    feed: {
      ...made,
      get cursor() {
        return made.cursor;
      },
      snapshot: () => ({ ...made.snapshot(), status: status() }),
      status,
      subscribe(listener) {
        listeners.add(listener);
        return made.subscribe(listener);
      },
    },
    tell(state) {
      isBroken = state === 'broken';
      for (const each of listeners) each.onStatus(status());
    },
  };
}

/** What the page knows, as it saves it. */
async function savedBy(page: Page): Promise<Snapshot> {
  await page.keyboard.press('e');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'everything.json' }).click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  await page.keyboard.press('Escape');
  return JSON.parse(text) as Snapshot;
}

/**
 * Compares all that the page knows with the server's state, at one frame. The page has more points of the curve; the source's age
 * goes on, and so does the time of what is made up.
 */
async function compare(t: Test, page: Page, url: string, what: string): Promise<void> {
  const { known, state } = await until('page and server at one frame', async () => {
    const saved = await savedBy(page);
    const told = (await (await fetch(`${url}api/state`)).json()) as Snapshot;
    return saved.epoch === told.epoch && saved.cursor === told.cursor && { known: saved, state: told };
  });
  const { history, status, t: atMs } = state;
  t.equal(JSON.stringify({ ...known, history, status, t: atMs }), JSON.stringify(state), what);
}

/** Waits for the page to say that it is stale; how long that takes is measured from now. */
async function stale(t: Test, page: Page): Promise<void> {
  const lostMs = performance.now();
  await until('STALE', async () => (await badge(page)).startsWith('STALE'));
  const tookMs = performance.now() - lostMs;
  t.ok(tookMs < STALE_WITHIN_MS, `stale after ${Math.round(tookMs)} ms`);
}

/** The same for the page to be right again. */
async function right(t: Test, page: Page, url: string): Promise<void> {
  const backMs = performance.now();
  await until('a page that is right', () => isLive(page, url));
  const tookMs = performance.now() - backMs;
  t.ok(tookMs < RIGHT_WITHIN_MS, `right after ${Math.round(tookMs)} ms`);
}

t.test('a page whose server goes and comes', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const restart = (): Promise<ChildProcess> => start(t, stage.folder, port);
  let child = await restart();
  const { page } = await stage.open(url);
  await until('live', () => isLive(page, url));

  await t.test('killed and started again', async (t) => {
    for (let round = 0; round < KILLS; round++) {
      await kill(child);
      await stale(t, page);
      child = await restart();
      await right(t, page, url);
      await compare(t, page, url, 'all that it knows is what the server tells');
    }
  });

  await t.test('stopped', async (t) => {
    child.kill('SIGSTOP');
    await Promise.all([stale(t, page), sleep(STOP_MS)]);
    child.kill('SIGCONT');
    await right(t, page, url);
    await compare(t, page, url, 'no infection is missing, and none is there twice');
  });

  await t.test('something else on its port', async (t) => {
    await kill(child);
    const other = createServer((_, response) => response.writeHead(503, { 'retry-after': '1' }).end());
    other.listen(port, '127.0.0.1');
    await Promise.all([stale(t, page), sleep(UNAVAILABLE_MS)]);
    const closed = once(other, 'close');
    other.close();
    other.closeAllConnections();
    await closed;
    child = await restart();
    await right(t, page, url);
    await compare(t, page, url, 'all that it knows is what the server tells');
  });

  await page.context().close();

  await t.test('the watch of its cluster breaks', async (t) => {
    const { feed, tell } = breakable();
    const server = await openObservatoryServer({ feed, pageFolder: stage.folder });
    t.teardown(() => Promise.all([server.close(), feed.close()]));
    const { page: other } = await stage.open(server.url);
    await until('live', () => isLive(other, server.url));
    tell('broken');
    await stale(t, other);
    await other.getByText('the watch is broken').waitFor();
    tell('live');
    await right(t, other, server.url);
    await compare(t, other, server.url, 'what came meanwhile is there');
    await other.context().close();
  });
});
