/** The image of the observatory as far as it can be looked at without a container engine. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import t from 'tap';
import { makeObservatoryRoot, OBSERVATORY_IMAGE_CONFIG } from '../build/observatory-root.ts';
import { ROOT } from '../files.ts';
import { missing } from '../testing/needs.ts';
import { until } from '../testing/until.ts';

t.test('Dockerfile.observatory ends as observatory.json says', async (t) => {
  const text = readFileSync(`${ROOT}Dockerfile.observatory`, 'utf8');
  const lines = text.slice(text.lastIndexOf('\nFROM ')).trim().split('\n');
  const last = new Map(lines.map((line) => [line.replace(/ .*/, ''), line.replace(/^\S+ /, '')]));
  const { Entrypoint, Env, User } = OBSERVATORY_IMAGE_CONFIG;
  t.equal(last.get('FROM'), 'scratch');
  t.equal(last.get('COPY'), '--from=build /src/dist/images/observatory/ /');
  t.same(JSON.parse(last.get('ENTRYPOINT') ?? '[]'), Entrypoint);
  t.equal(last.get('ENV'), Env.join(' '));
  t.equal(last.get('USER'), User);
});

t.test('with nothing else around it the page is served', { skip: missing('root', 'chroot') }, async (t) => {
  const root = `${t.testdir()}/root`;
  await makeObservatoryRoot(root, process.execPath);
  const [uid = '', gid = ''] = OBSERVATORY_IMAGE_CONFIG.User.split(':');
  const args = [
    `--userspec=${uid}:${gid}`,
    root,
    ...OBSERVATORY_IMAGE_CONFIG.Entrypoint,
    '--address=127.0.0.1:0',
  ];
  const child = spawn('chroot', args, {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const lines: { event: string; url?: string; trouble?: string }[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line) as (typeof lines)[number]));
  const { url = '' } = await until('an address', () => lines.find(({ event }) => event === 'serving'));
  const page = await fetch(url);
  t.equal(page.status, 200);
  t.match(await page.text(), '<!doctype html>');
  t.equal((await fetch(`${url}page.js`)).status, 200);
  t.equal((await fetch(`${url}livez`)).status, 200);
  await until('what is wrong', () => lines.find(({ trouble }) => trouble === 'no-kubeconfig'));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  t.equal(await ended, 0);
});
