import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { LocalClusterError } from '../../../src/errors.ts';
import { processIdentity } from '../../../src/host/state/identity.ts';
import { defaultStateFolder, openState } from '../../../src/host/state/state.ts';

const stateModule = new URL('../../../src/host/state/state.ts', import.meta.url).href;

/** Opens a state in a process of its own, which then waits to be killed. */
async function startOther(folder: string, then = 'setInterval(() => {}, 1e6)') {
  const script = `
    import { openState } from ${JSON.stringify(stateModule)};
    const state = await openState(${JSON.stringify(folder)});
    const orphans = await state.orphans();
    console.log(JSON.stringify({ folder: state.folder, orphans: orphans.map(({ folder }) => folder) }));
    ${then}`;
  const child = spawn(
    process.execPath,
    ['--conditions=@pod-contagion/source', '--input-type=module', '-e', script],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as { folder: string; orphans: string[] }) };
}

t.test('the folder is private, names its owner, and goes with close', async (t) => {
  const all = path.join(t.testdir(), 'deep', 'state');
  const state = await openState(all);
  t.equal(statSync(all).mode & 0o777, 0o700);
  t.equal(statSync(state.folder).mode & 0o777, 0o700);
  t.same(JSON.parse(readFileSync(path.join(state.folder, 'owner.json'), 'utf8')), {
    pid: process.pid,
    identity: processIdentity(process.pid),
  });
  t.match(state.id, /^[0-9a-f]{16}$/);
  await state.close();
  t.same(readdirSync(all), []);
  await state.close();
});

t.test('a living cluster is left alone, a killed one is given out once', async (t) => {
  const all = t.testdir();
  const other = await startOther(all);
  const state = await openState(all);
  t.same(await state.orphans(), []);
  other.child.kill('SIGKILL');
  await once(other.child, 'exit');
  t.ok(existsSync(other.folder));
  const second = await openState(all);
  const [first, later] = await Promise.all([state.orphans(), second.orphans()]);
  t.equal(first.length + later.length, 1);
  const orphan = [...first, ...later][0];
  t.ok(existsSync(path.join(orphan?.folder ?? '', 'owner.json')));
  await orphan?.remove();
  await state.close();
  await second.close();
  t.same(readdirSync(all), []);
});

t.test('what a cluster killed while it cleaned had taken is taken again', async (t) => {
  const all = t.testdir();
  const killed = await startOther(all);
  killed.child.kill('SIGKILL');
  await once(killed.child, 'exit');
  const cleaner = await startOther(all);
  t.equal(cleaner.orphans.length, 1);
  const state = await openState(all);
  t.same(await state.orphans(), [], 'not while the cleaner lives');
  cleaner.child.kill('SIGKILL');
  await once(cleaner.child, 'exit');
  const orphans = await state.orphans();
  t.equal(orphans.length, 2);
  for (const orphan of orphans) await orphan.remove();
  await state.close();
  t.same(readdirSync(all), []);
});

t.test('clusters that start at once do not take each other', async (t) => {
  const all = t.testdir();
  const states = await Promise.all(Array.from({ length: 20 }, () => openState(all)));
  const orphans = await Promise.all(states.map((state) => state.orphans()));
  t.same(orphans.flat(), []);
  await Promise.all(states.map((state) => state.close()));
  t.same(readdirSync(all), []);
});

t.test('broken folders are orphans; what is not ours is not touched', async (t) => {
  const all = t.testdir();
  const names = ['cluster-0123456789abcdef', 'cluster-1123456789abcdef', 'cluster-2123456789abcdef'];
  for (const name of names) mkdirSync(path.join(all, name));
  writeFileSync(path.join(all, names[1] ?? '', 'owner.json'), '{"pid":');
  // The pid lives, but as another process than the one that wrote it.
  writeFileSync(path.join(all, names[2] ?? '', 'owner.json'), `{"pid":${process.pid},"identity":"x"}`);
  for (const name of ['photos', 'cluster-x', 'unfinished-0123456789abcdef']) mkdirSync(path.join(all, name));
  const old = path.join(all, 'unfinished-1123456789abcdef');
  mkdirSync(old);
  utimesSync(old, 1, 1);
  const state = await openState(all);
  const orphans = await state.orphans();
  t.equal(orphans.length, 3);
  for (const orphan of orphans) await orphan.remove();
  await state.close();
  t.same(readdirSync(all).toSorted(), ['cluster-x', 'photos', 'unfinished-0123456789abcdef']);
});

t.test('a folder that cannot be made is a clear error', async (t) => {
  const file = path.join(t.testdir({ file: 'x' }), 'file');
  await t.rejects(openState(file), { code: 'STATE_FOLDER', message: new RegExp(file) });
  await t.rejects(openState(file), LocalClusterError);
});

t.test('the default folder', async (t) => {
  t.equal(defaultStateFolder({ XDG_STATE_HOME: '/x' }), '/x/pod-contagion');
  t.match(defaultStateFolder({ XDG_STATE_HOME: 'x' }), /\/\.local\/state\/pod-contagion$/);
  t.match(defaultStateFolder({}), /\/\.local\/state\/pod-contagion$/);
});
