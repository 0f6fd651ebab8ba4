import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { PATIENCE_MS } from '../../../../../scripts/testing/until.ts';
import { systemClock, type Clock } from '@pod-contagion/api-server/objects';
import { identityOf, PLAIN, runtimeFor, script, specOf, textOf, until } from './support.ts';

t.test('a container runs, writes and ends', async (t) => {
  const folder = t.testdir({ work: {} });
  const runtime = runtimeFor(t, folder);
  const work = join(folder, 'work');
  const command = ['sh', '-c', 'echo $NAME $0 $1; pwd >&2; exit 3', 'a', 'b c'];
  const beforeMs = Date.now();
  const container = await runtime.start(specOf({ command, env: { NAME: 'x' }, workingDir: work }));
  t.match(container.id, /^local:\/\/[0-9a-f]{64}$/);
  t.ok(container.startedAtMs >= beforeMs);
  const end = await container.ended;
  t.match(end, { exitCode: 3, signal: undefined, message: undefined, startedAtMs: container.startedAtMs });
  t.ok(end.finishedAtMs >= container.startedAtMs && end.finishedAtMs <= Date.now());
  const text = await textOf(await runtime.openLog('uid-1', 'main', PLAIN));
  t.same(text.split('\n').toSorted(), ['', work, 'x a b c'].toSorted(), 'all is there when it has ended');
  t.same(readdirSync(join(folder, 'processes')), ['cluster.json'], 'no record is left');
  t.match(
    readFileSync(join(folder, 'pods/uid-1/main/0.log'), 'utf8'),
    /^[-0-9]{10}T[:0-9]{8}\.[0-9]{9}Z stdout F x a b c$/m,
  );
  await runtime.removePod('uid-1');
  t.notOk(existsSync(join(folder, 'pods/uid-1')));
  t.equal(await runtime.openLog('uid-1', 'main', PLAIN), undefined);
});

t.test('the environment is the one of the spec and little more', async (t) => {
  const folder = t.testdir({});
  const runtime = runtimeFor(t, folder);
  process.env['OF_THE_CLUSTER'] = 'secret';
  const show = script('console.log(JSON.stringify(process.env))');
  const env = { A: '1', HOME: '/somewhere', TERMINATION_MESSAGE_PATH: '/dev/termination-log' };
  await (
    await runtime.start(specOf({ command: show, env }))
  ).ended;
  const seen = JSON.parse(await textOf(await runtime.openLog('uid-1', 'main', PLAIN)));
  t.match(seen, {
    A: '1',
    HOME: '/somewhere',
    PATH: process.env['PATH'],
    TERMINATION_MESSAGE_PATH: join(folder, 'pods/uid-1/main/termination-log'),
    POD_CONTAGION_CLUSTER: /^[0-9a-f]{32}$/,
  });
  const known = new Set(['A', 'HOME', 'LANG', 'PATH', 'POD_CONTAGION_CLUSTER', 'TERMINATION_MESSAGE_PATH']);
  // The test runner adds its own to whatever this process starts.
  const ofTheRunner = /^(_TAPJS_|NODE_OPTIONS$)/;
  t.same(
    Object.keys(seen).filter((name) => !known.has(name) && !ofTheRunner.test(name)),
    [],
  );
});

t.test('it leads a process group and a session of its own', { skip: missing('Linux') }, async (t) => {
  const runtime = runtimeFor(t);
  const { pid } = await runtime.start(specOf({ command: ['sleep', '60'] }));
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
  t.equal(fields[2], String(pid), 'group');
  t.equal(fields[3], String(pid), 'session');
});

t.test('how it ends', async (t) => {
  const runtime = runtimeFor(t);
  const endOf = async (podUid: string, command: string[], graceMs?: number) => {
    const container = await runtime.start(specOf({ podUid, command }));
    if (graceMs === undefined) return container.ended;
    await until(async () => (await textOf(await runtime.openLog(podUid, 'main', PLAIN))).includes('ready'));
    const end = await container.stop(graceMs);
    t.equal(identityOf(container.pid), undefined);
    return end;
  };
  t.match(await endOf('a', ['sh', '-c', 'kill -SEGV $$']), { exitCode: 139, signal: 11 });
  t.match(await endOf('b', ['sh', '-c', 'echo ready; exec sleep 60'], 5000), { exitCode: 143, signal: 15 });
  const polite = script(
    'process.on("SIGTERM", () => process.exit(7)); console.log("ready"); setInterval(() => {}, 1e3)',
  );
  t.match(await endOf('c', polite, 5000), { exitCode: 7, signal: undefined });
  const deaf = script('process.on("SIGTERM", () => {}); console.log("ready"); setInterval(() => {}, 1e3)');
  const startedMs = performance.now();
  t.match(await endOf('d', deaf, 300), { exitCode: 137, signal: 9 });
  t.ok(performance.now() - startedMs >= 300);
  t.match(await endOf('e', deaf, 0), { exitCode: 137, signal: 9 });
});

t.test('a second stop may only shorten the grace', async (t) => {
  const runtime = runtimeFor(t);
  const deaf = script(
    'process.on("SIGTERM", () => console.log("term")); console.log("ready"); setInterval(() => {}, 1e3)',
  );
  const container = await runtime.start(specOf({ command: deaf }));
  const log = async () => textOf(await runtime.openLog('uid-1', 'main', PLAIN));
  await until(async () => (await log()) === 'ready\n');
  const first = container.stop(900_000);
  await until(async () => (await log()) === 'ready\nterm\n');
  const atMs = performance.now();
  const second = container.stop(100);
  const third = container.stop(600_000);
  t.match(await third, { exitCode: 137 });
  t.ok(performance.now() - atMs < 300_000);
  t.same(await first, await second);
  t.equal(await log(), 'ready\nterm\n', 'told once');
  t.same(await container.stop(1000), await first, 'stopping what has ended');
});

/** What a shell says to wait for a file. */
const untilThere = (file: string): string => `while ! [ -e ${file} ]; do sleep 0.05; done`;

t.test('what it started ends with it, deaf or not, and does not keep it waiting', async (t) => {
  const folder = t.testdir({});
  const runtime = runtimeFor(t, folder);
  // The grandchild ignores what can be ignored, holds the output open and is not waited for.
  const command = [
    'sh',
    '-c',
    `sh -c "trap '' TERM HUP INT; echo \\$\\$; : > ${folder}/deaf; sleep 600; sleep 600" & ${untilThere(`${folder}/deaf`)}; exit 5`,
  ];
  const container = await runtime.start(specOf({ command }));
  const end = await container.ended;
  t.equal(end.exitCode, 5);
  const pid = Number(await textOf(await runtime.openLog('uid-1', 'main', PLAIN)));
  t.ok(pid > 1);
  t.equal(identityOf(pid), undefined);
});

t.test(
  'who left the group can hold the output open, not the end up',
  { skip: missing('Linux', 'setsid') },
  async (t) => {
    const folder = t.testdir({});
    const runtime = runtimeFor(t, folder);
    const left = `${folder}/left`;
    const command = `setsid sh -c ': > ${left}; exec sleep 600' & echo $!; ${untilThere(left)}`;
    const container = await runtime.start(specOf({ command: ['sh', '-c', command] }));
    const startedMs = performance.now();
    await container.ended;
    t.ok(performance.now() - startedMs < 300_000, 'long before it ends');
    const pid = Number(await textOf(await runtime.openLog('uid-1', 'main', PLAIN)));
    t.type(identityOf(pid), 'string', 'it lives on');
    await runtime.close();
    t.equal(identityOf(pid), undefined, 'until the runtime is closed');
  },
);

t.test('the termination message', async (t) => {
  const folder = t.testdir({ secret: 'not for you' });
  const runtime = runtimeFor(t, folder);
  const messageOf = async (attempt: number, command: string) => {
    const started = await runtime.start(specOf({ attempt, command: ['sh', '-c', command] }));
    return (await started.ended).message;
  };
  t.equal(await messageOf(0, 'printf hello > $TERMINATION_MESSAGE_PATH'), 'hello');
  t.equal(await messageOf(1, 'cat $TERMINATION_MESSAGE_PATH'), undefined, 'the one before is forgotten');
  t.equal(await messageOf(2, 'yes ä | head -n 9000 > $TERMINATION_MESSAGE_PATH'), `\n${'ä\n'.repeat(1365)}`);
  const file = '"$TERMINATION_MESSAGE_PATH"';
  t.equal(await messageOf(3, `rm ${file}; ln -s ${folder}/secret ${file}`), undefined, 'a link');
  t.equal(await messageOf(4, `rm ${file}; mkfifo ${file}`), undefined, 'a pipe');
  t.equal(await messageOf(5, `rm ${file}; mkdir -p ${file}/a`), undefined, 'a folder');
  t.equal(await messageOf(6, `rm ${file}`), undefined, 'nothing');
  t.equal(await messageOf(7, `echo again > ${file}`), 'again\n');
});

t.test('what can not be started leaves nothing', async (t) => {
  const folder = t.testdir({ plain: 'text', there: {} });
  const runtime = runtimeFor(t, folder);
  const fails = async (spec: Partial<ReturnType<typeof specOf>>, message: string | RegExp) => {
    await t.rejects(runtime.start(specOf(spec)), { message }, JSON.stringify(spec));
  };
  await fails({ command: ['nosuch'] }, 'exec: "nosuch": executable file not found in $PATH');
  await fails({ command: [''] }, 'exec: "": executable file not found in $PATH');
  await fails({ command: [] }, 'no command specified');
  await fails({ command: ['/no/such'] }, 'exec: "/no/such": stat /no/such: no such file or directory');
  await fails({ command: [join(folder, 'plain')] }, `exec: "${folder}/plain": permission denied`);
  await fails({ command: [join(folder, 'there')] }, `exec: "${folder}/there": is a directory`);
  await fails(
    { command: ['true'], workingDir: '/no/such' },
    'chdir to cwd ("/no/such") failed: no such file or directory',
  );
  await fails(
    { workingDir: join(folder, 'plain') },
    `chdir to cwd ("${folder}/plain") failed: not a directory`,
  );
  await fails({ command: ['true', 'x'.repeat(3_000_000)] }, 'exec: "true": argument list too long');
  await fails({ env: { A: 'a\0b' } }, 'exec: "true": invalid argument');
  await fails({ networkNamespace: 'nosuch' }, /network namespace .*nosuch/);
  await fails({ podUid: '../elsewhere' }, 'bad name "../elsewhere"');
  t.same(readdirSync(join(folder, 'processes')), ['cluster.json']);
  t.same(existsSync(join(folder, 'pods')) ? readdirSync(join(folder, 'pods')) : [], []);

  await (
    await runtime.start(specOf({ command: ['echo', 'one'] }))
  ).ended;
  await fails({ command: ['nosuch'], attempt: 1 }, /not found/);
  t.equal(await textOf(await runtime.openLog('uid-1', 'main', PLAIN)), 'one\n', 'the log before is kept');
});

t.test('one instance at a time, and a pod only when all have ended', async (t) => {
  const runtime = runtimeFor(t);
  const container = await runtime.start(specOf({ command: ['sleep', '60'] }));
  await t.rejects(runtime.start(specOf({ attempt: 1 })), { message: /runs already/ });
  await t.rejects(runtime.removePod('uid-1'), { message: /still runs/ });
  await container.stop(0);
  await runtime.removePod('uid-1');
});

t.test('two instances keep their log', async (t) => {
  const folder = t.testdir({});
  const runtime = runtimeFor(t, folder);
  const previous = { ...PLAIN, previous: true };
  for (const attempt of [0, 1, 2, 3]) {
    await (
      await runtime.start(specOf({ attempt, command: ['echo', `run ${attempt}`] }))
    ).ended;
    t.equal(await textOf(await runtime.openLog('uid-1', 'main', PLAIN)), `run ${attempt}\n`);
    const before = await runtime.openLog('uid-1', 'main', previous);
    if (attempt === 0) t.equal(before, undefined);
    else t.equal(await textOf(before), `run ${attempt - 1}\n`);
  }
  t.same(readdirSync(join(folder, 'pods/uid-1/main')), ['2.log', '3.log', 'termination-log']);
});

t.test('closing ends all, the deaf ones after the grace, and starts no more', async (t) => {
  const runtime = runtimeFor(t);
  const deaf = script('process.on("SIGTERM", () => {}); console.log("ready"); setInterval(() => {}, 1e3)');
  const containers = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      runtime.start(specOf({ podUid: `uid-${index}`, command: index % 2 === 0 ? deaf : ['sleep', '60'] })),
    ),
  );
  for (const index of [0, 2, 4]) {
    await until(async () => (await textOf(await runtime.openLog(`uid-${index}`, 'main', PLAIN))) !== '');
  }
  await runtime.close(200);
  t.same(
    containers.map(({ pid }) => identityOf(pid)),
    Array.from({ length: 6 }, () => undefined),
  );
  const ends = await Promise.all(containers.map(({ ended }) => ended));
  t.same(
    ends.map(({ exitCode }) => exitCode),
    [137, 143, 137, 143, 137, 143],
  );
  await t.rejects(runtime.start(specOf({})), { message: 'the cluster is being closed' });
  await runtime.close();
});

/** How long the command is given whose time a test ends, in ms. */
const LATE_MS = 999_999;

/** The system's clock, but that what is to be in LATE_MS is when a test says so. */
function clockToEnd(): Clock & { end: () => void } {
  let late = (): void => {};
  const schedule: Clock['schedule'] = (delayMs, action) => {
    if (delayMs !== LATE_MS) return systemClock.schedule(delayMs, action);
    late = action;
    return () => {};
  };
  return { ...systemClock, schedule, end: () => late() };
}

t.test('commands beside a container', async (t) => {
  const folder = t.testdir({ 'a file': '' });
  const clock = clockToEnd();
  const runtime = runtimeFor(t, folder, clock);
  const container = await runtime.start(
    specOf({ command: ['sleep', '60'], env: { A: '1' }, workingDir: folder }),
  );
  t.same(await container.exec(['sh', '-c', 'echo $A; ls; exit 2'], PATIENCE_MS), {
    exitCode: 2,
    output: '1\na file\npods\nprocesses\n',
  });
  const { output } = await container.exec(['sh', '-c', 'yes | head -c 3000000'], PATIENCE_MS);
  t.equal(output.length, 10 * 1024);
  writeFileSync(join(folder, 'pids'), '');
  const slow = ['sh', '-c', 'echo $$ >> pids; sleep 60 & echo $! >> pids; wait'];
  const pids = () => readFileSync(join(folder, 'pids'), 'utf8').split('\n').filter(Boolean).map(Number);
  // Its time is over when both of its processes are there, however long they take to start.
  const late = container.exec(slow, LATE_MS);
  await Promise.all([
    t.rejects(late, { name: 'TimeoutError' }),
    until(() => pids().length === 2).then(() => clock.end()),
  ]);
  await until(() => pids().every((pid) => identityOf(pid) === undefined));
  const pending = container.exec(slow, 60_000);
  await until(() => pids().length === 4);
  await container.stop(0);
  t.equal((await pending).exitCode, 137, 'it ends with the container');
  t.ok(pids().every((pid) => identityOf(pid) === undefined));
  await t.rejects(container.exec(['true'], 1000), { message: 'container is not running' });
});
