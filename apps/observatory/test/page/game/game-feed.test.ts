/** A game is of what is on the screen: in a real browser nothing is hit that is not seen as it is now. */
import { SyntheticEpidemic } from '@pod-contagion/observatory';
import { openSyntheticFeed } from '@pod-contagion/observatory/serving';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../scripts/testing/until.ts';
import { setStage } from '../testing/open-page.ts';
import { serveGame } from '../testing/served-game.ts';

const PODS = 10;

/** Of pods of the same uids as those that are served, as that of a cluster whose pods are restarted in place. */
function recording(): Buffer {
  const startMs = 1_700_000_000_000;
  const epidemic = new SyntheticEpidemic({ pods: PODS, rate: 0.3, seed: 8, startMs });
  const lines: object[] = [
    { podContagionRecording: 1, startedAt: startMs },
    { snapshot: epidemic.snapshot() },
  ];
  for (let atMs = 100; atMs <= 20_000; atMs += 100) {
    const frame = epidemic.frame(startMs + atMs);
    if (frame !== undefined) lines.push({ frame });
  }
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

t.test('a game and what is shown', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);
  const feed = openSyntheticFeed({ pods: PODS, rate: 0.02, seed: 7 });
  const { url, ordered, written } = await serveGame(t, stage.folder, feed);
  const { page, wrongs } = await stage.open(url);
  const panel = page.getByRole('region', { name: 'Game' });
  const told = panel.getByRole('status');
  const mode = page.getByLabel('What is shown');
  const badge = (): Promise<string> => page.locator('.top .badge').innerText();
  const isBadge = (word: string): Promise<boolean> =>
    until(`the badge ${word}`, async () => (await badge()).startsWith(word));
  const beginLive = async (t: Test): Promise<void> => {
    await panel.getByRole('textbox').fill('default');
    await panel.getByRole('button', { name: 'play live' }).click();
    await panel.getByText('LIVE GAME').waitFor();
    t.equal(ordered.pop(), 'begin default');
    t.match(await badge(), /^LIVE/);
  };
  const drop = (): Promise<void> =>
    page
      .getByLabel('Recording')
      .setInputFiles({ name: 'run.ndjson', mimeType: 'text/plain', buffer: recording() });
  const chosen = page.getByRole('button', { name: 'play live' });

  await t.test('with the panel open alone one simulates, and is shown what is simulated', async (t) => {
    await page.getByRole('button', { name: 'game' }).click();
    await chosen.waitFor();
    await mode.selectOption('simulate');
    await page.getByRole('region', { name: 'Simulate' }).waitFor();
    await isBadge('SIMULATED');
    await until('the simulation', async () =>
      (await page.locator('.source').innerText()).startsWith('seed '),
    );
    t.ok(await chosen.isVisible());
  });

  await t.test('live out of a simulation: the cluster is shown, and its pods are hit', async (t) => {
    await beginLive(t);
    t.equal(await page.getByRole('region', { name: 'Simulate' }).count(), 0);
    t.match(await page.locator('.source').innerText(), /^made up/);
    await clickPod(page);
    await until('a hit', () => ordered.length > 0);
    t.match(ordered.splice(0), [/^shoot generic-5d4f8c7b9d-/]);
  });

  await t.test('what is past is looked at, and not hit', async (t) => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'pause' }).click();
    await isBadge('PAST');
    await clickPod(page);
    await until('why', async () => (await told.innerText()).startsWith('What is past can not be hit'));
    t.ok(await panel.getByRole('button', { name: /^hit generic/ }).isDisabled());
    t.same(ordered, []);
    await page.keyboard.press('l');
    await isBadge('LIVE');
    await page.keyboard.press('x');
    await until('a hit', () => ordered.length > 0);
    t.match(ordered.splice(0), [/^shoot /]);
  });

  await t.test('who simulates in the middle of it ends it', async (t) => {
    await mode.selectOption('simulate');
    await until('the end', () => ordered.includes('end'));
    await isBadge('SIMULATED');
    await chosen.waitFor();
    const said = /^Something else is shown now, so the game is over\. end$/;
    await until('what the server says of it', async () => said.test(await told.innerText()));
    await clickPod(page);
    await page.keyboard.press('x');
    t.same(ordered.splice(0), ['end']);
  });

  await t.test('so does a recording of the same pods', async (t) => {
    await beginLive(t);
    await drop();
    await until('the end', () => ordered.includes('end'));
    await isBadge('REPLAY');
    await chosen.waitFor();
    await clickPod(page);
    await page.keyboard.press('x');
    t.same(ordered.splice(0), ['end']);
    await beginLive(t);
    await panel.getByRole('button', { name: 'end everything' }).click();
    await until('the end', () => ordered.includes('end'));
    t.same(ordered.splice(0), ['end']);
  });

  await t.test('practice ends where something else is shown', async (t) => {
    const isOn = panel.getByText('PRACTICE', { exact: true });
    for (const [word, show] of [
      ['LIVE', () => mode.selectOption('live')],
      ['REPLAY', drop],
    ] as const) {
      await panel.getByRole('button', { name: 'practise on the simulator' }).click();
      await isOn.waitFor();
      await until('an address of it', () => page.url().includes('mode=simulate'));
      await show();
      await isBadge(word);
      await chosen.waitFor();
      t.equal(await isOn.count(), 0);
      t.equal(await mode.inputValue(), word.toLowerCase());
    }
    await mode.selectOption('live');
    await isBadge('LIVE');
    t.same(ordered, []);
  });
  t.notOk(written.some((each) => !each.startsWith('POST /api/game/')));
  t.same(wrongs, []);
});

/** Clicks the first pod, once: cells begin below the name of a node. */
async function clickPod(page: Page): Promise<void> {
  await page.getByRole('application', { name: /^Pods/ }).click({ position: { x: 40, y: 60 } });
  await page.locator('.drawer').waitFor();
}
