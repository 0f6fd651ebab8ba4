/** Bundles of command lines: what is imported when it is needed, and what is left while they are built anew. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import t from 'tap';
import { bundleCommandLine } from '../build/command-line.ts';

const run = promisify(execFile);

t.test('what is imported dynamically has its names, whatever kind of module it is', async (t) => {
  const folder = t.testdir({
    'main.ts': `
      const { fastify } = await import('fastify');
      const { Registry, Counter, default: all } = await import('prom-client');
      const { parse } = await import('yaml');
      const { Cron } = await import('croner');
      const { basename } = await import('node:path');
      const counter: object = new Counter({ name: 'a', help: 'b', registers: [new Registry()] });
      console.log(typeof fastify, counter instanceof all.Counter, parse('a: 1').a, typeof Cron, basename('/x'));
    `,
  });
  await bundleCommandLine(`${folder}/main.ts`, `${folder}/out`);
  const { stdout } = await run(process.execPath, [`${folder}/out/main.mjs`]);
  t.equal(stdout, 'function true 1 function x\n');
  t.ok(readdirSync(`${folder}/out`).length > 4, 'each is a file of its own');
});

t.test('a program that runs finds what it has yet to load, also after another build', async (t) => {
  const entry = (said: string): string => `
    process.stdin.once('data', async () => {
      process.stdin.destroy();
      console.log((await import('./later.ts')).said, ${JSON.stringify(said)});
    });
    console.log('started');
  `;
  const folder = t.testdir({ 'main.ts': entry('old'), 'later.ts': 'export const said: string = "old";' });
  await bundleCommandLine(`${folder}/main.ts`, `${folder}/out`);
  const old = readdirSync(`${folder}/out`);
  const child = execFile(process.execPath, [`${folder}/out/main.mjs`]);
  const lines: string[] = [];
  const ended = new Promise((resolve) => void child.on('close', resolve));
  await new Promise<void>((resolve) => {
    child.stdout?.on('data', (text: string) => {
      lines.push(text.trim());
      resolve();
    });
  });
  writeFileSync(`${folder}/main.ts`, entry('new'));
  writeFileSync(`${folder}/later.ts`, 'export const said: string = "new";');
  await bundleCommandLine(`${folder}/main.ts`, `${folder}/out`);
  child.stdin?.write('go\n');
  await ended;
  t.same(lines, ['started', 'old old']);

  const left = old.filter((name) => name !== 'main.mjs');
  t.ok(left.length > 0 && left.every((name) => existsSync(`${folder}/out/${name}`)), 'they stay for a day');
  const twoDaysAgo = Date.now() / 1_000 - 2 * 24 * 3_600;
  for (const name of left) utimesSync(`${folder}/out/${name}`, twoDaysAgo, twoDaysAgo);
  await bundleCommandLine(`${folder}/main.ts`, `${folder}/out`);
  t.notOk(
    left.some((name) => existsSync(`${folder}/out/${name}`)),
    'and no longer',
  );
});
