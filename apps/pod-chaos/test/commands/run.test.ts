/** Whole experiments by the command line, on a local cluster. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { stringify } from 'yaml';
import { startTestCluster } from '../testing/cluster.ts';
import { jsonLines, run, start, type Ended } from '../testing/command-line.ts';

type Journal = Readonly<{
  status: string;
  deviated: boolean;
  'pod-chaos': Readonly<{ verdict: string; hits: readonly unknown[] }>;
}>;

const COUNT = {
  type: 'probe',
  name: 'four-pods',
  tolerance: [4, 4],
  provider: {
    type: 'python',
    module: 'chaosk8s.pod.probes',
    func: 'count_pods',
    arguments: { label_selector: 'app=web', phase: 'Running' },
  },
};

const KILL = {
  type: 'action',
  name: 'kill-two',
  provider: {
    type: 'pod-chaos',
    func: 'kill',
    arguments: { selector: 'app=web', count: '${count}', 'grace-period': 0 },
  },
};

const EXPERIMENT = {
  title: 'Are two of four pods missed?',
  description: 'They are replaced.',
  configuration: { count: 2 },
  secrets: { hidden: { token: 'never-to-be-seen' } },
  'steady-state-hypothesis': { title: 'There are four', probes: [COUNT] },
  method: [
    KILL,
    {
      type: 'probe',
      name: 'leak',
      provider: { type: 'process', path: 'sh', arguments: ['-c', 'echo ${token}'] },
    },
    {
      type: 'probe',
      name: 'back',
      provider: {
        type: 'python',
        module: 'chaosk8s.deployment.probes',
        func: 'deployment_fully_available',
        arguments: { name: 'web' },
      },
    },
  ],
};

t.test('run, on a cluster', async (t) => {
  const cluster = await startTestCluster(t);
  await cluster.deploy('web', 4);
  // The cluster has the folder of the test.
  const folder = mkdtempSync(join(tmpdir(), 'pod-chaos-run-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);
  const file = (name: string, experiment: object): string => {
    writeFileSync(at(name), stringify(experiment));
    return at(name);
  };
  const journal = (): Journal => JSON.parse(readFileSync(at('journal.json'), 'utf8')) as Journal;
  const names = async (): Promise<readonly string[]> =>
    (await cluster.pods('web')).map(({ metadata }) => metadata.name).toSorted();
  const chaos = (...argv: readonly string[]): Promise<Ended> =>
    run([...argv, '--journal', at('journal.json')], cluster.kubeconfig);
  const journalHits = (): readonly string[] =>
    (journal()['pod-chaos'].hits as readonly { pods: readonly { name: string }[] }[]).flatMap(({ pods }) =>
      pods.map(({ name }) => name),
    );
  const noSecrets = { ...EXPERIMENT, secrets: {}, method: [KILL, EXPERIMENT.method[2]] };
  const good = file('good.yaml', noSecrets);
  const leaky = file('leaky.yaml', EXPERIMENT);

  await t.test('a dry run says whom it would hit, and touches nothing', async (t) => {
    const before = await names();
    const { code, out, err } = await run(
      ['run', good, '--dry-run', '--var', 'count:int=3'],
      cluster.kubeconfig,
    );
    t.equal(code, 0, err);
    t.match(out, /^dry run: Are two of four pods missed\?; nothing is touched$/m);
    t.match(out, /would hit 2 of 4 that qualify/, 'the cap counts here as well');
    t.match(err, /^context local, server /);
    t.same(await names(), before);
    t.notOk(existsSync(at('journal.json')));
  });

  await t.test('one that holds, with all reports and hooks', async (t) => {
    const posts: string[] = [];
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        posts.push(body);
        response.statusCode = posts.length > 1 ? 500 : 200;
        response.end();
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => server.close());
    const hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hidden-key`;
    const before = await names();
    const { code, out, err } = await chaos(
      'run',
      leaky,
      '--html',
      at('r.html'),
      '--junit',
      at('r.xml'),
      '--markdown',
      at('r.md'),
      '--hook-begin',
      hook,
      '--hook-end',
      hook,
    );
    t.equal(code, 0, err + out);
    t.match(out, /^held: at each of 2 looks\nwritten: .*journal\.json, .*r\.html, .*r\.xml, .*r\.md$/m);
    t.match(err, /^context local.*\nexperiment: Are two of four pods missed\?\n/);
    t.equal(before.filter((name) => !journalHits().includes(name)).length, 2);
    t.match(journal(), {
      status: 'completed',
      deviated: false,
      'pod-chaos': { verdict: 'held', cluster: /^local, https:/ },
    });
    for (const name of ['r.html', 'r.xml', 'r.md'])
      t.match(readFileSync(at(name), 'utf8'), 'Are two of four pods missed?');
    t.match(
      posts.map((body) => JSON.parse(body) as object),
      [{ moment: 'begin' }, { moment: 'end', verdict: 'held', hit: [/^default\/web-/, /^default\/web-/] }],
    );
    t.match(err, /the hook at the end was not taken: 127\.0\.0\.1:\d+ answered 500/);
    t.notMatch(err + out, 'hidden-key');
    const told = ['journal.json', 'r.html', 'r.xml', 'r.md'].map((name) => readFileSync(at(name), 'utf8'));
    t.notMatch(
      [err, out, ...posts, ...told].join('\n'),
      'never-to-be-seen',
      'a secret is in nothing that leaves',
    );
    t.match(told[0], '***');
    t.same(
      readdirSync(folder).filter((name) => name.startsWith('.')),
      [],
      'nothing unfinished is left',
    );
  });

  await t.test(
    'a deviated hypothesis has an exit code of its own, and so has one that did not hold before',
    async (t) => {
      const wrong = {
        ...COUNT,
        tolerance: [4, 4],
        provider: { ...COUNT.provider, arguments: { label_selector: 'app=web', phase: 'Running' } },
      };
      const scale = (replicas: number): object => ({
        type: 'action',
        name: `scale-to-${replicas}`,
        provider: {
          type: 'python',
          module: 'chaosk8s.deployment.actions',
          func: 'scale_deployment',
          arguments: { name: 'web', replicas },
        },
        pauses: { after: 1 },
      });
      const deviates = file('deviates.yaml', {
        ...noSecrets,
        'steady-state-hypothesis': { title: 't', probes: [wrong] },
        method: [scale(3)],
        rollbacks: [scale(4)],
      });
      const ended = await chaos('run', deviates, '--json');
      t.equal(ended.code, 3, ended.err);
      t.match(jsonLines(ended.out).slice(-2), [
        { event: 'report', verdict: 'deviated', deviated: true },
        { event: 'end', exitCode: 3 },
      ]);
      t.match(journal(), { status: 'completed', deviated: true, rollbacks: [{ status: 'succeeded' }] });
      const before = file('before.yaml', {
        ...noSecrets,
        'steady-state-hypothesis': { title: 't', probes: [{ ...COUNT, tolerance: 5 }] },
      });
      await cluster.until('four again', async () => (await names()).length === 4);
      const names4 = await names();
      t.match(await chaos('run', before), {
        code: 4,
        out: /^not-steady: before the method, four-pods: expected 5, got 4$/m,
      });
      t.same(await names(), names4, 'nothing was done');
      const nobody = { ...KILL, provider: { ...KILL.provider, arguments: { selector: 'app=none' } } };
      const missed = await chaos('run', file('missed.yaml', { ...noSecrets, method: [nobody] }));
      t.match(missed, { code: 1, out: /^failed: kill-two: / }, 'who hits nobody has shown nothing');
    },
  );

  await t.test('a signal ends it, and the journal says so', async (t) => {
    const long = file('long.yaml', {
      ...noSecrets,
      method: [
        { type: 'action', name: 'long', provider: { type: 'process', path: 'sleep', arguments: ['1000'] } },
      ],
      rollbacks: [KILL],
    });
    const before = await names();
    const running = start(['run', long, '--journal', at('journal.json'), '--json'], cluster.kubeconfig);
    await running.said('"name":"long"');
    running.child.kill('SIGINT');
    t.match(await running.ended, { code: 130 });
    t.match(journal(), { status: 'interrupted', rollbacks: [], run: [{ status: 'failed' }] });
    t.same(await names(), before, 'no rollbacks');
  });

  await t.test('in another namespace than that of the context', async (t) => {
    const before = await names();
    const { 'steady-state-hypothesis': _, ...only } = noSecrets;
    const own = file('own.yaml', { ...only, method: [KILL] });
    const { code, out, err } = await chaos('run', own, '-n', 'elsewhere');
    t.equal(code, 1, 'it hit nothing');
    t.match(err, /namespace elsewhere/);
    t.match(out, /failed: kill-two: /);
    t.same(await names(), before);
  });

  await t.test('what is wrong is told before anything is touched', async (t) => {
    const before = await names();
    for (const [argv, words] of [
      [['run', good, '--html', at('none/r.html')], /expected a folder for it/],
      [['run', good, '--html', at('journal.json')], /expected a file of its own/],
      [['run', good, '--var', 'count:int=many'], /expected a value of type int/],
      [['run', good, '--hook-end', 'env:NONE'], /expects the variable NONE/],
      [['run', at('nowhere.yaml')], /expected a file that can be read/],
      [['run', good, '-n', 'Not A Name'], /--namespace expects the name of a namespace, got "Not A Name"/],
      [['run'], /expected the file of an experiment/],
      [['run', file('bad.yaml', { ...noSecrets, methods: [] })], /bad\.yaml:\d+:1: methods: expected one of/],
    ] as const) {
      t.match(await chaos(...argv), { code: 2, out: '', err: words }, argv.join(' '));
    }
    t.same(await names(), before);
  });
});

t.test('validate needs no cluster, and says what is strange', async (t) => {
  const folder = t.testdir();
  const at = join(folder, 'e.yaml');
  writeFileSync(
    at,
    stringify({
      title: 'a ${who}',
      description: 'b',
      method: [{ type: 'probe', name: 'p', provider: { type: 'http', url: 'http://${who}/' } }],
    }),
  );
  const { code, out, err } = await run(['validate', at]);
  t.same([code, out], [0, `${at} can be run: a \${who}; 1 activities\n`]);
  t.match(err, /nothing is called who/);
  const json = await run(['validate', at, '--var', 'who=web', '--json']);
  t.match(jsonLines(json.out), [
    { event: 'report', valid: true, steps: [{ does: 'GET http://web/' }] },
    { event: 'end', exitCode: 0 },
  ]);
});
