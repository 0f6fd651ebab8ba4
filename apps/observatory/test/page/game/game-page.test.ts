/** The game in a real browser: practice orders nothing, and on a cluster each hit is one order. */
import { openSyntheticFeed } from '@pod-contagion/observatory/serving';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../scripts/testing/until.ts';
import { setStage } from '../testing/open-page.ts';
import { serveGame } from '../testing/served-game.ts';

t.test('the game', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);
  const { url, token, ordered, written } = await serveGame(
    t,
    stage.folder,
    openSyntheticFeed({ pods: 10, rate: 0.02, seed: 7 }),
    {
      shoot: async () => ({
        status: 403,
        body: { message: 'cannot create pods/eviction', role: 'kind: Role' },
      }),
    },
  );
  const { page, wrongs } = await stage.open(url);
  const panel = page.getByRole('region', { name: 'Game' });
  const hits = panel.getByRole('list', { name: 'Hits' }).getByRole('listitem');
  const field = page.getByRole('application', { name: /^Pods/ });
  /** Hits the pod that the arrows come to. */
  const hitNext = async (): Promise<void> => {
    await field.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    // It moves soon after the pod is chosen, and would be taken from the field where the next one is looked for.
    await until('the focus on what is told of the pod', () =>
      page.evaluate(() => document.activeElement?.tagName === 'H2'),
    );
    await page.keyboard.press('x');
  };
  t.notMatch(page.url(), token, 'nobody reads the token there');
  await page.getByRole('button', { name: 'game' }).click();

  await t.test('practice', async (t) => {
    await panel.getByRole('button', { name: 'practise on the simulator' }).click();
    await panel.getByText('PRACTICE').waitFor();
    for (let hit = 1; hit <= 3; hit++) {
      await hitNext();
      await until(`hit ${hit}`, async () => (await hits.count()) === hit);
    }
    await panel.getByRole('button', { name: 'end everything' }).click();
    await panel.getByRole('button', { name: 'practise on the simulator' }).waitFor();
    t.same(written, []);
    t.same(ordered, []);
  });

  await t.test('settings that the simulator refuses', async (t) => {
    await until('an address without practice', () => !page.url().includes('mode='));
    await page.evaluate(() => {
      location.hash += '&sim.learns=yes&sim.death=replace';
    });
    await panel.getByRole('button', { name: 'practise on the simulator' }).click();
    await panel.getByText('learnsImmunity: expected').waitFor();
    await panel.getByRole('button', { name: 'practise on the simulator' }).waitFor();
    t.equal(await panel.getByText('PRACTICE', { exact: true }).count(), 0);
    await page.evaluate(() => {
      location.hash = location.hash.replace('&sim.learns=yes&sim.death=replace', '');
    });
  });

  await t.test('on a cluster', async (t) => {
    const begin = panel.getByRole('button', { name: 'play live' });
    t.ok(await begin.isDisabled());
    await panel.getByRole('textbox').fill('defaul');
    t.ok(await begin.isDisabled(), 'not before the whole name is typed');
    await panel.getByRole('textbox').fill('default');
    await begin.click();
    await panel.getByText('LIVE GAME').waitFor();
    await hitNext();
    await panel.getByText('kind: Role').waitFor();
    t.match(await hits.allInnerTexts(), [/cannot create pods\/eviction/]);
    await panel.getByRole('button', { name: 'end everything' }).click();
    await until('the end', () => ordered.includes('end'));
    t.match(ordered, ['begin default', /^shoot generic-/, 'end']);
    t.same(written, ['POST /api/game/begin', 'POST /api/game/shots', 'POST /api/game/end']);
  });
  // A refusal is written to the console by the browser itself.
  t.same(
    wrongs.filter((each) => !each.includes('status of 403')),
    [],
  );
});
