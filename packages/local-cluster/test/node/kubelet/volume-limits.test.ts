import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { PodSpec } from '@pod-contagion/api-server/objects';
import { fixtureFor } from './fixture.ts';
import { settle } from './manual-clock.ts';
import { until } from '../runtime/support.ts';

const SPEC: Partial<PodSpec> = {
  volumes: [
    { name: 'free', emptyDir: {} },
    { name: 'limited', emptyDir: { sizeLimit: '64Ki' } },
  ],
  containers: [
    {
      name: 'app',
      image: 'app',
      volumeMounts: [
        { name: 'free', mountPath: '/free' },
        { name: 'limited', mountPath: '/limited' },
      ],
    },
  ],
  terminationGracePeriodSeconds: 60,
};

const MESSAGE = 'Usage of EmptyDir volume "limited" exceeds the limit "64Ki". ';

t.test('a pod whose volume is over its limit fails, and stays to tell of it', async (t) => {
  const folder = t.testdir({});
  const fixture = fixtureFor(t);
  const { run, runtime, clock, pod, events, condition, registry, attached } = fixture;
  const { metadata } = await run(SPEC);
  const volume = (name: string): string => join(folder, metadata.uid ?? '', name);
  runtime.stopTakesMs = Infinity;
  writeFileSync(join(volume('free'), 'file'), Buffer.alloc(200_000, 1));
  writeFileSync(join(volume('limited'), 'file'), Buffer.alloc(30_000, 1));
  await clock.advance(30_000);
  for (let turn = 0; turn < 50; turn++) await settle();
  t.equal(pod().status?.phase, 'Running');

  writeFileSync(join(volume('limited'), 'file'), Buffer.alloc(80_000, 1));
  await until(async () => {
    await clock.advance(1_000);
    return runtime.started[0]?.stops.length === 1;
  });
  t.same(runtime.started[0]?.stops, [2_000], 'the least grace there is');
  t.equal(events.at(-2), `Warning Evicted ${MESSAGE}`);
  t.equal(events.at(-1), 'Normal Killing Stopping container app');
  t.match(
    pod().status,
    { phase: 'Running', reason: undefined, message: undefined },
    'not before it has ended',
  );
  await clock.advance(2_000);
  t.match(pod().status, { phase: 'Failed', reason: 'Evicted', message: MESSAGE });
  t.equal(condition('Ready'), 'False');
  t.match(pod().status?.containerStatuses?.[0]?.state?.terminated, { exitCode: 137 });
  await until(() => readdirSync(folder).length === 0);
  t.equal(attached.size, 0);
  await clock.advance(60_000);
  t.equal(runtime.started.length, 1);
  t.equal(events.filter((event) => event.includes('Evicted')).length, 1);
  registry.delete('pods', 'default', 'podder');
  await settle();
  t.same(registry.list('pods'), []);
});

t.test('whom nothing is said of, a limit of nothing, and what is critical are let be', async (t) => {
  const folder = t.testdir({});
  const specs: Partial<PodSpec>[] = [
    {
      priorityClassName: 'system-node-critical',
      volumes: [{ name: 'limited', emptyDir: { sizeLimit: '1Ki' } }],
    },
    { volumes: [{ name: 'limited', emptyDir: { sizeLimit: '0' } }] },
    { volumes: [{ name: 'limited', emptyDir: {} }] },
  ];
  for (const spec of specs) {
    let looks = 0;
    const used = (): Promise<number> => {
      looks++;
      return Promise.resolve(1_000_000);
    };
    const emptyDirs = { make: () => join(folder, 'one'), remove: async () => {}, usedBytes: used };
    const { run, clock, pod } = fixtureFor(t, { emptyDirs });
    await run({ ...SPEC, ...spec, containers: [{ name: 'app', image: 'app' }] });
    await clock.advance(60_000);
    t.equal(pod().status?.phase, 'Running', `${JSON.stringify(spec)}, looked at ${looks} times`);
  }
  t.notOk(existsSync(join(folder, 'one')));
});

t.test('a pod that is being deleted is not evicted, and what cannot be measured is told of', async (t) => {
  const errors: unknown[] = [];
  let bytes: () => number = () => 0;
  const emptyDirs = { make: () => '/nowhere', remove: async () => {}, usedBytes: async () => bytes() };
  const { run, runtime, clock, pod, registry, events } = fixtureFor(t, {
    emptyDirs,
    onError: (error) => void errors.push(error),
  });
  await run({ ...SPEC, containers: [{ name: 'app', image: 'app' }] });
  bytes = () => {
    throw new Error('broken disk');
  };
  await clock.advance(10_000);
  t.match(errors, [{ message: 'broken disk' }]);
  runtime.stopTakesMs = Infinity;
  bytes = () => 65_537;
  registry.delete('pods', 'default', 'podder');
  await clock.advance(20_000);
  t.match(pod().status, { phase: 'Running', reason: undefined });
  t.notMatch(events.join(), /Evicted/);
  t.same(runtime.started[0]?.stops, [60_000]);
});
