import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { fixtureFor } from './fixture.ts';
import { settle } from './manual-clock.ts';
import { until } from '../runtime/support.ts';

const CACHE = { volumes: [{ name: 'cache', emptyDir: {} }] };
const mount = (container: object, ...volumeMounts: object[]): never =>
  ({ name: 'app', image: 'app', volumeMounts, ...container }) as never;

t.test('a container is told where its volume is, in command, arguments, variables and folder', async (t) => {
  const folder = t.testdir({});
  const { run, runtime } = fixtureFor(t, {
    images: {
      resolve: () => ({ command: ['/cache/of-the-machine'], env: { HOME: '/cache/home', OWN: '/cache' } }),
    },
  });
  const env = [
    { name: 'FILE', value: '/cache/file' },
    { name: 'OWN', value: '/cache/mine' },
  ];
  const args = ['-lives=/cache/lives', '$(FILE)', '/cached'];
  const { metadata } = await run({
    ...CACHE,
    containers: [mount({ args, env, workingDir: '/cache/work' }, { name: 'cache', mountPath: '/cache/' })],
  });
  const volume = join(folder, metadata.uid ?? '', 'cache');
  t.match(runtime.started[0]?.spec, {
    command: ['/cache/of-the-machine', `-lives=${volume}/lives`, `${volume}/file`, '/cached'],
    env: { FILE: `${volume}/file`, OWN: `${volume}/mine`, HOME: '/cache/home' },
    workingDir: `${volume}/work`,
    mounts: [{ containerPath: '/cache', hostPath: volume }],
  });
  t.ok(statSync(volume).isDirectory(), 'it is there before the container');
});

t.test('a path within that of the machine is told once', async (t) => {
  const folder = t.testdir({});
  const { run, runtime } = fixtureFor(t);
  const top = `/${folder.split('/')[1]}`;
  await run({
    ...CACHE,
    containers: [
      mount(
        { args: ['$(FILE)'], env: [{ name: 'FILE', value: `${top}/x` }] },
        { name: 'cache', mountPath: top },
      ),
    ],
  });
  const { command = [], env = {} } = runtime.started[0]?.spec ?? {};
  t.equal(command.at(-1), env['FILE']);
  t.equal(command.at(-1)?.split(folder).length, 2);
});

t.test('it is kept over restarts, shared, and gone with the pod', async (t) => {
  const folder = t.testdir({});
  const { run, runtime, clock, registry } = fixtureFor(t);
  const { metadata } = await run({
    ...CACHE,
    initContainers: [mount({ name: 'first' }, { name: 'cache', mountPath: '/here' })],
    containers: [mount({ args: ['/there'] }, { name: 'cache', mountPath: '/there' })],
    terminationGracePeriodSeconds: 0,
  });
  const volume = join(folder, metadata.uid ?? '', 'cache');
  writeFileSync(join(volume, 'file'), '');
  runtime.started[0]?.exit(0);
  await clock.advance(1_000);
  t.equal(runtime.started[1]?.spec.command.at(-1), volume);
  runtime.started[1]?.exit(1);
  await clock.advance(1_000);
  t.equal(runtime.started.length, 3);
  t.same(readdirSync(volume), ['file']);
  registry.delete('pods', 'default', 'podder');
  await settle();
  await clock.advance(3_000);
  await until(() => registry.list('pods').length + readdirSync(folder).length === 0);
});

t.test('nothing of it stays of a pod that has ended, which itself does', async (t) => {
  const folder = t.testdir({});
  const { run, runtime, clock, pod } = fixtureFor(t);
  const { metadata } = await run({
    ...CACHE,
    restartPolicy: 'Never',
    containers: [mount({}, { name: 'cache', mountPath: '/cache' })],
  });
  t.ok(existsSync(join(folder, metadata.uid ?? '')));
  runtime.started[0]?.exit(0);
  await clock.advance(1_000);
  t.equal(pod().status?.phase, 'Succeeded');
  await until(() => readdirSync(folder).length === 0);
});

t.test('a part of a volume is made, and told', async (t) => {
  t.testdir({});
  const { run, runtime, events, status } = fixtureFor(t);
  const env = [{ name: 'POD', value: 'a/b' }];
  await run({
    ...CACHE,
    containers: [
      mount(
        { args: ['/one', '/two'], env },
        { name: 'cache', mountPath: 'one', subPath: 'x' },
        {
          name: 'cache',
          mountPath: '/two',
          subPathExpr: '$(POD)',
        },
      ),
    ],
  });
  const [one = '', two = ''] = runtime.started[0]?.spec.command.slice(-2) ?? [];
  t.match([one, two], [/\/cache\/x$/, /\/cache\/a\/b$/]);
  t.ok(statSync(one).isDirectory() && statSync(two).isDirectory());
  t.same(status().state?.waiting, undefined);
  t.notMatch(events.join('\n'), /Failed/);
});

t.test('what cannot be mounted is said', async (t) => {
  t.testdir({});
  const mounts: [object, RegExp][] = [
    [{ mountPath: '/' }, /place at "\/": expected a path below \//],
    [{ mountPath: '/a b' }, /place at "\/a b"/],
    [
      { mountPath: '/a', subPathExpr: '$(NONE)' },
      /missing value for "NONE" in subPathExpr of volume "cache"/,
    ],
    [
      { mountPath: '/a', subPathExpr: '$(UP)' },
      /unable to provision SubPath `..\/..`: must not contain '..'/,
    ],
    [{ mountPath: '/a', subPathExpr: '$(TOP)' }, /error SubPath `\/etc` must not be an absolute path/],
  ];
  const env = [
    { name: 'UP', value: '../..' },
    { name: 'TOP', value: '/etc' },
  ];
  for (const [given, message] of mounts) {
    const { run, status, runtime } = fixtureFor(t);
    await run({ ...CACHE, containers: [mount({ env }, { name: 'cache', ...given })] });
    t.match(status().state?.waiting, { reason: 'CreateContainerConfigError', message });
    t.same(runtime.started, []);
  }
});

t.test('other sorts of volumes are nowhere, as before', async (t) => {
  const { run, runtime } = fixtureFor(t);
  await run({
    volumes: [{ name: 'config', configMap: { name: 'c' } }],
    containers: [mount({ args: ['/config'] }, { name: 'config', mountPath: '/config' })],
  });
  t.match(runtime.started[0]?.spec, { command: ['app', '--first', '/config'], mounts: [] });
});
