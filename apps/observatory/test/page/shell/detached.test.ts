/** Whatever is opened and closed again leaves no element behind: a part of acceptance check 4 of the page. */
import type { CDPSession, Page } from 'playwright-core';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { setStage } from '../testing/open-page.ts';

/** Canvases that are drawn on and never shown: marks of pods, and a picture's pixels. */
const SURFACES = 2;
/** What a view library may hold on to of what it showed last: a few, however often. */
const HELD = 8;

t.test('elements that are in no page any more', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);
  const server = await stage.serve({ pods: 50, rate: 0.05 });
  const { page, wrongs } = await stage.open(server.url);
  const devtools = await page.context().newCDPSession(page);
  await goAround(page);
  const first = await detached(devtools);
  for (let round = 0; round < 3; round++) await goAround(page);
  const last = await detached(devtools);
  t.comment(last.join(' '));
  // What a round leaves would be dozens.
  t.ok(last.length <= first.length + HELD, `${first.length} before`);
  const surfaces = last.filter((element) => element.startsWith('<canvas'));
  t.ok(surfaces.length <= SURFACES, surfaces.join(' '));
  t.ok(last.length - surfaces.length <= HELD, last.join(' '));
  t.same(wrongs, []);
});

/** Opens all that can be opened, and closes it again. */
async function goAround(page: Page): Promise<void> {
  const field = page.getByRole('application', { name: /^Pods/ });
  for (const [name, body] of [
    ['Heatmap', 'canvas'],
    ['Distributions', 'canvas'],
    ['Podders', '[role=grid]'],
    ['Events', '[role=grid]'],
    ['Raw', 'pre'],
    ['Graph', 'canvas'],
  ] as const) {
    await page.getByRole('tab', { name }).click();
    await page.locator(`#tab-body ${body}`).first().waitFor();
  }
  for (const key of ['ArrowRight', 'ArrowDown']) {
    await field.focus();
    await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await page.locator('.drawer').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.drawer').waitFor({ state: 'detached' });
  }
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** What V8 keeps of elements that are in no document, once all is collected that can be. */
async function detached(devtools: CDPSession): Promise<readonly string[]> {
  await devtools.send('HeapProfiler.collectGarbage');
  let text = '';
  const hear = ({ chunk }: Readonly<{ chunk: string }>): void => void (text += chunk);
  devtools.on('HeapProfiler.addHeapSnapshotChunk', hear);
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  devtools.off('HeapProfiler.addHeapSnapshotChunk', hear);
  const { snapshot, nodes, strings } = JSON.parse(text) as HeapSnapshot;
  const { node_fields: fields } = snapshot.meta;
  const [name, state] = [fields.indexOf('name'), fields.indexOf('detachedness')];
  const found: string[] = [];
  for (let node = 0; node < nodes.length; node += fields.length) {
    const words = strings[nodes[node + name]!] ?? '';
    if (nodes[node + state] === DETACHED && words.startsWith('<')) found.push(words);
  }
  return found;
}

/** As V8 writes it: `v8-profiler.h`, `HeapGraphNode`'s `Detachedness`. */
const DETACHED = 2;

type HeapSnapshot = Readonly<{
  snapshot: Readonly<{ meta: Readonly<{ node_fields: readonly string[] }> }>;
  nodes: readonly number[];
  strings: readonly string[];
}>;
