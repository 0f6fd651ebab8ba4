import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { readHookUrl, sendHook } from '../../src/hooks/send-hook.ts';
import { HOOK_TEMPLATES, ownTemplate, type HookStory } from '../../src/hooks/templates.ts';

const STORY: HookStory = {
  moment: 'end',
  title: 'Is "it" <well>?',
  cluster: 'local',
  startedAt: '2030-01-01T00:00:00.000Z',
  verdict: 'deviated',
  why: 'a & b',
  seconds: 12.4,
  hit: ['default/web-1'],
};

t.test('forms', async (t) => {
  t.same(JSON.parse(HOOK_TEMPLATES.json(STORY).body), STORY);
  t.equal(
    HOOK_TEMPLATES.text(STORY).body,
    'Chaos experiment is over after 12 s: Is "it" <well>? – deviated: a & b',
  );
  const slack = JSON.parse(HOOK_TEMPLATES.slack(STORY).body) as object;
  t.match(slack, {
    text: 'Chaos experiment is over after 12 s: Is "it" &lt;well&gt;? – deviated: a &amp; b',
    blocks: [
      {
        type: 'section',
        text: { type: 'mrkdwn' },
        fields: [{ text: '*Cluster*\nlocal' }, { text: '*Hit*\ndefault/web-1' }],
      },
    ],
  });
  const begin = { moment: 'begin', title: 'a', startedAt: 'b' } as const;
  t.match(HOOK_TEMPLATES.text(begin).body, 'begins: a');
  const own = ownTemplate('{"said": "{title} {verdict} {hit}"}')(STORY);
  t.same(
    [own.type, JSON.parse(own.body)],
    ['application/json', { said: 'Is "it" <well>? deviated default/web-1' }],
  );
  t.throws(() => ownTemplate('{nobody}'), { code: 'EXPERIMENT_HOOK' });
});

t.test('an address, and what is told of a wrong one', async (t) => {
  t.equal(
    readHookUrl('--hook-end', 'env:URL', { URL: 'https://hooks.example/T0/key' }).host,
    'hooks.example',
  );
  for (const given of ['hidden-key', 'ftp://host/hidden-key', 'env:NONE']) {
    try {
      readHookUrl('--hook-end', given, {});
      t.fail(given);
    } catch (error) {
      t.match(error, { code: 'EXPERIMENT_HOOK', message: /^--hook-end expects/ });
      t.notMatch((error as Error).message, 'hidden-key');
    }
  }
});

t.test('sent, refused, and nobody there', async (t) => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      response.statusCode = request.url === '/bad-key' ? 403 : 200;
      response.end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const at = (path: string): URL => new URL(`http://127.0.0.1:${port}${path}`);
  t.equal(await sendHook(at('/'), HOOK_TEMPLATES.json(STORY)), undefined);
  t.same(
    bodies.map((body) => JSON.parse(body) as unknown),
    [STORY],
  );
  t.equal(await sendHook(at('/bad-key'), HOOK_TEMPLATES.json(STORY)), `127.0.0.1:${port} answered 403`);
  const nobody = await sendHook(new URL('http://127.0.0.1:1/hidden-key'), HOOK_TEMPLATES.json(STORY));
  t.match(nobody, /^127\.0\.0\.1:1 can't be asked: /);
  t.notMatch(nobody, 'hidden-key');
});
