/** The dry run of an experiment foresees what that of the command does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { stringify } from 'yaml';
import { startTestCluster } from '../testing/cluster.ts';
import { run } from '../testing/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'pod-chaos-preview-'));
t.teardown(() => rmSync(folder, { recursive: true }));

const { kube, kubeconfig, deploy, until, pods } = await startTestCluster(t);

type Arguments = Readonly<Record<string, string | number | boolean>>;

const CASES: readonly (readonly [what: string, func: string, args: Arguments, words: RegExp, code: 0 | 1])[] =
  [
    ['the cap of a namespace', 'kill', { selector: 'app=web', all: true }, /passed over .*max-percent/, 0],
    ['the last ready replica', 'kill', { selector: 'app=one', count: 1 }, /passed over .*last ready/, 1],
    ['hostNetwork', 'disconnect', { selector: 'app=host' }, /passed over .*\(hostNetwork\)/, 1],
    [
      'a system namespace',
      'burn',
      { namespace: 'kube-system', all: true },
      /passed over .*in kube-system/,
      1,
    ],
    [
      'a network that pods share with the machine',
      'slow',
      { selector: 'app=web', count: 1, port: 80, delay: '1s' },
      /CHAOS_REFUSED|of the machine itself/,
      1,
    ],
    [
      'a volume that is not there',
      'fill',
      { selector: 'app=web', count: 1, disk: '1Mi', volume: 'data' },
      /refused .*expected a volume/,
      1,
    ],
    ['nobody', 'kill', { selector: 'app=none' }, /hit 0 of 0|0 pods would be hit/, 1],
  ];

t.test('as the command', async (t) => {
  await deploy('web', 3);
  await deploy('one', 1);
  const spec = { containers: [{ name: 'main', image: 'sleeper' }] };
  for (const [namespace, name, more] of [
    ['kube-system', 'dns', {}],
    ['default', 'host', { hostNetwork: true }],
  ] as const) {
    const body = { metadata: { name, labels: { app: name } }, spec: { ...spec, ...more } };
    await kube.core.createNamespacedPod({ namespace, body });
    await until(`${name} to run`, async () => {
      const { status } = await kube.core.readNamespacedPod({ namespace, name });
      return status?.phase === 'Running';
    });
  }
  const before = (await pods('web')).map(({ metadata }) => metadata.name);
  const dryRun = (
    name: string,
    method: object,
  ): Promise<{ code: number | null; out: string; err: string }> => {
    const file = join(folder, name);
    writeFileSync(file, stringify({ title: 'a', description: 'b', method: [method] }));
    return run(['run', file, '--dry-run'], kubeconfig);
  };
  await Promise.all(
    CASES.map(async ([what, func, args, words, code], index) => {
      const flags = Object.entries(args).map(([name, value]) =>
        value === true ? `--${name}` : `--${name}=${value}`,
      );
      const command = await run([func, ...flags, '--dry-run'], kubeconfig);
      t.match(command.out + command.err, words, `${what}: the command`);
      const provider = { type: 'pod-chaos', func, arguments: args };
      const experiment = await dryRun(`${index}.yaml`, { type: 'action', name: func, provider });
      t.match(experiment.out, words, `${what}: ${experiment.err}`);
      t.equal(experiment.code, code, what);
    }),
  );
  t.same(
    (await pods('web')).map(({ metadata }) => metadata.name),
    before,
  );
});
