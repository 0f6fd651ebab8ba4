/** What one sees is what another one sees who opens the address: acceptance check 9 of the page. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SyntheticEpidemic } from '@pod-contagion/observatory';
import { openObservatoryServer, openReplayFeed } from '@pod-contagion/observatory/serving';
import type { Page } from 'playwright-core';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../scripts/testing/until.ts';
import { setStage, type Stage } from '../testing/open-page.ts';

const START_MS = 1_700_000_000_000;
const LASTS_MS = 60_000;
const PODS = 40;

/** How far apart two looks are at a page that is to stand still, in ms. */
const REST_MS = 400;

const at = (ms: number): number => START_MS + ms;

/** States, as somebody types them. All of them name the moment, so that nothing moves. */
const STATES: readonly string[] = [
  `t=${at(30_000)}`,
  `t=${at(20_000)}&theme=light&by=owner`,
  `t=${at(45_000)}&brush=${at(10_000)}-${at(40_000)}`,
  `t=${at(50_000)}&view=curve&bars=symptoms&total=on`,
  `t=${at(40_000)}&q=node=node-1&tab=podders&sort.podders=-restarts`,
  `t=${at(40_000)}&pod=generic-5d4f8c7b9d-00003`,
  `t=${at(55_000)}&tab=heatmap`,
  `t=${at(55_000)}&graph.by=node`,
  `t=${at(59_000)}&tab=distributions&dist=interval&r=about`,
  `t=${at(35_000)}&tab=events&table=reproduction&theme=dark&q=is=susceptible`,
];

t.test('ten addresses', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);
  const feed = await openReplayFeed(recorded(dirname(stage.folder)));
  const server = await openObservatoryServer({ feed, pageFolder: stage.folder, port: 0 });
  t.teardown(async () => {
    await server.close();
    await feed.close();
  });
  const seen = new Set<string>();
  for (const state of STATES) {
    const first = await lookAt(stage, `${server.url}#${state}`);
    const told = new URL(first.url).hash.slice(1).split('&');
    t.same(
      state.split('&').filter((each) => !told.includes(decodeURI(each))),
      [],
      'the address keeps all of it',
    );
    const again = await lookAt(stage, first.url);
    t.equal(again.aria, first.aria, `${state}: the same to whoever reads it`);
    t.same(again.canvases, first.canvases, `${state}: the same pictures`);
    t.equal(again.url, first.url);
    t.ok(first.canvases.length > 0);
    seen.add(first.aria + first.canvases.join());
  }
  t.equal(seen.size, STATES.length, 'each is another one');
});

type Look = Readonly<{ url: string; aria: string; canvases: readonly string[] }>;

/** Opens an address in a profile of its own, and looks once nothing moves any more. */
async function lookAt(stage: Stage, url: string): Promise<Look> {
  const { page } = await stage.open(url, { reducedMotion: 'reduce' });
  let before = await look(page);
  const rest = await until('a page that stands still', async () => {
    await page.waitForTimeout(REST_MS);
    const now = await look(page);
    const isSame = JSON.stringify(now) === JSON.stringify(before);
    before = now;
    return isSame && now;
  });
  await page.context().close();
  return rest;
}

async function look(page: Page): Promise<Look> {
  const pictures = await page.$$eval('canvas', (all) =>
    all.filter(({ width, height }) => width > 0 && height > 0).map((canvas) => canvas.toDataURL()),
  );
  return {
    url: page.url(),
    aria: await page.locator('body').ariaSnapshot(),
    canvases: pictures.map((picture) => createHash('sha256').update(picture).digest('hex')),
  };
}

/** The path of a recording of an epidemic that is made up. */
function recorded(folder: string): string {
  const epidemic = new SyntheticEpidemic({ pods: PODS, rate: 0.1, seed: 11, startMs: START_MS });
  const lines: object[] = [
    { podContagionRecording: 1, startedAt: START_MS },
    { snapshot: epidemic.snapshot() },
  ];
  for (let ms = 100; ms <= LASTS_MS; ms += 100) {
    const frame = epidemic.frame(START_MS + ms);
    if (frame !== undefined) lines.push({ frame });
  }
  const path = join(folder, 'run.ndjson');
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
}
