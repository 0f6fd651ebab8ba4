/** Kills of pods, on a local cluster. */
import t from 'tap';
import { jsonLines, run, type Ended } from '../testing/command-line.ts';
import { startTestCluster } from '../testing/cluster.ts';

t.test('kill in its forms', async (t) => {
  const cluster = await startTestCluster(t);
  await cluster.deploy('web', 6);
  const chaos = (...argv: string[]): Promise<Ended> => run(argv, cluster.kubeconfig);
  const names = async (): Promise<string[]> =>
    (await cluster.pods('web')).map(({ metadata }) => metadata.name).toSorted();
  const settled = (): Promise<unknown> =>
    cluster.until('six ready', async () => {
      const pods = await cluster.pods('web');
      return pods.length === 6 && pods.every(({ status }) => status.containerStatuses?.[0]?.ready === true);
    });
  const lost = async (before: readonly string[]): Promise<string[]> => {
    const now = await names();
    return before.filter((name) => !now.includes(name));
  };

  await t.test('one pod that is named', async (t) => {
    const [name = ''] = await names();
    const { code, out, err } = await chaos('kill', '-p', name, '--wait', '--grace-period', '0');
    t.equal(code, 0, err);
    t.match(err, /^context local, server https:\S+, namespace default\n/, 'where, before anything else');
    t.match(out, `default/${name}: hit`);
    t.match(out, /^held: 1 of 1 pod hit by delete, grace period 0 s \(run [a-z0-9]{8}\)$/m);
    t.notOk((await names()).includes(name));
    await settled();
  });

  await t.test('one at random, of those with a label', async (t) => {
    const before = await names();
    t.match(await chaos('kill', '-l', 'app=web'), { code: 0 });
    t.equal((await lost(before)).length, 1);
    await settled();
  });

  await t.test('half of them, and a seed that repeats the choice', async (t) => {
    const before = await names();
    const dry = await chaos('kill', '--percent', '50', '-l', 'app=web', '--seed', '7', '--dry-run', '--json');
    t.equal(dry.code, 0);
    const lines = jsonLines(dry.out);
    const namespaces = ['default'];
    t.match(lines[0], { event: 'cluster', context: 'local', server: /^https:/, namespaces });
    t.match(lines[1], { event: 'selection', chosen: 3, qualifying: 6, seed: '7' });
    const planned = lines.filter(({ event }) => event === 'target');
    t.equal(planned.length, 3);
    t.same(lines.at(-1), { time: lines.at(-1)?.['time'], event: 'end', exitCode: 0 });
    t.same(await names(), before, 'a dry run touches nothing');
    t.match(await chaos('kill', '--percent', '50', '-l', 'app=web', '--seed', '7'), { code: 0 });
    t.same(
      (await lost(before)).toSorted(),
      planned.map(({ pod }) => (pod as { name: string }).name).toSorted(),
    );
    await settled();
  });

  await t.test('never more than the cap, nor the last ready one', async (t) => {
    const before = await names();
    const capped = await chaos('kill', '--all', '--dry-run', '--exclude-name', before[0] ?? '');
    t.match(capped.out, /3 pods would be hit of 5 that qualify/);
    t.match(capped.out, `passed over default/${before[0]}: `);
    const all = await chaos('kill', '--all', '--max-percent', '100', '--allow-last-ready', '--json');
    t.equal(all.code, 0);
    t.match(
      jsonLines(all.out).find(({ event }) => event === 'report'),
      { verdict: 'held' },
    );
    t.equal((await lost(before)).length, 6);
    await settled();
  });

  await t.test('eviction', async (t) => {
    const before = await names();
    t.match(await chaos('kill', '-l', 'app=web', '--evict', '--wait', '--grace-period', '0'), { code: 0 });
    t.equal((await lost(before)).length, 1);
    await settled();
  });

  await t.test('a dry run refuses what the run refuses, with its exit code', async (t) => {
    const [name = ''] = await names();
    for (const [argv, code, words] of [
      [
        ['kill', '-p', name, '--container', 'nobody'],
        2,
        /expected a container of pod \S+ \(main\), got "nobody"/,
      ],
      [['disconnect', '-p', name, '--duration', '5s'], 4, /has the address \S+ of the machine itself/],
    ] as const) {
      const dry = await chaos(...argv, '--dry-run');
      const real = await chaos(...argv);
      t.same([dry.code, real.code], [code, code], argv[0]);
      for (const { out, err } of [dry, real]) t.match(out + err, words);
    }
  });

  await t.test('where a name lifts a protection, the dry run and the first line say so', async (t) => {
    await cluster.deploy('only', 1);
    const [only = ''] = (await cluster.pods('only')).map(({ metadata }) => metadata.name);
    const words = `-p lifts a protection of default/${only} (the last ready pod of its owner)`;
    t.match((await chaos('kill', '-p', only, '--dry-run')).out, words);
    t.match((await chaos('kill', '-p', only)).err, words);
  });

  await t.test('nobody there', async (t) => {
    t.match(await chaos('kill', '-l', 'app=none'), { code: 4, out: '' });
    t.match(await chaos('kill', '-p', 'none'), { code: 4, out: '' });
    t.match(await chaos('kill', '-l', 'app=none', '--dry-run'), { code: 4, out: /0 pods would be hit/ });
    const json = await chaos('kill', '-l', 'app=none', '--json');
    t.match(jsonLines(json.out), [
      { event: 'cluster' },
      { event: 'end', exitCode: 4, error: { code: 'CHAOS_NO_TARGET' } },
    ]);
  });
});
