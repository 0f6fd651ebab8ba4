import { join } from 'node:path';
import t from 'tap';
import { usageError } from '../../src/errors.ts';
import { readFlags } from '@pod-contagion/command-line';
import { UP_FLAGS } from '../../src/commands/up-flags.ts';
import { planUp, type UpPlan } from '../../src/up/plan.ts';
import { ROOT } from '../../../../scripts/files.ts';

const plan = (...argv: string[]): Promise<UpPlan> => planUp(readFlags(UP_FLAGS, argv, usageError));
const kinds = (objects: UpPlan['objects']): string[] => objects.map(({ kind }) => kind);

t.test("the repository's own, without its patient zero", async (t) => {
  const { objects, starters, wanted, infect, observed, tellsWarnings } = await plan();
  t.same(kinds(objects), ['Service', 'Deployment']);
  t.same(starters, []);
  t.equal(wanted, 50);
  t.equal(infect, true);
  t.same(observed, { namespace: 'default', labelSelector: 'app=podder' });
  t.equal(tellsWarnings, false);
});

t.test('a kustomization with a patient zero: that one infects', async (t) => {
  const { objects, starters, wanted, infect } = await plan('-f', `${ROOT}kubernetes/overlays/small`);
  t.same(kinds(objects), ['Service', 'Deployment']);
  t.same(kinds(starters), ['Pod']);
  t.equal(wanted, 10);
  t.equal(infect, false);
});

t.test('an empty cluster: nothing is applied, podders made later are shown', async (t) => {
  const { objects, starters, wanted, infect, observed } = await plan('--empty');
  t.same([...objects, ...starters], []);
  t.equal(wanted, 0);
  t.equal(infect, false);
  t.same(observed, { namespace: 'default', labelSelector: 'app=podder' });
  await t.rejects(plan('--empty', '-f', `${ROOT}kubernetes/services`), {
    message: '--empty expects no --file beside it, got both',
  });
});

t.test('what is asked for reaches the manifests and the cluster', async (t) => {
  const { objects, wanted, infect, durationMs, cluster } = await plan(
    ...'--replicas 3 --symptom-delay 1s --no-infect --duration 1m --port 7000'.split(' '),
    ...'--max-restart-period 2s --network loopback --kubeconfig x'.split(' '),
    '--image=a=b c',
  );
  t.equal(wanted, 3);
  t.equal(infect, false);
  t.equal(durationMs, 60_000);
  t.match(JSON.stringify(objects), '{"name":"PODDER_SYMPTOM_DELAY_MS","value":"1000"}');
  t.match(cluster, {
    kubeconfigFile: 'x',
    port: 7000,
    network: 'loopback',
    images: { a: { command: ['b', 'c'] } },
    kubeletSwitches: { maxBackoffMs: 2_000 },
  });
});

t.test('files in the order of creation, in a namespace of their own', async (t) => {
  const root = t.testdir({
    'a.yaml': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: generic, namespace: lab}
spec: {template: {metadata: {labels: {app: podder, more: x}}, spec: {containers: []}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: other, namespace: lab}
spec: {replicas: 5, template: {metadata: {labels: {app: other}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: alone, namespace: lab, labels: {app: podder}}
---
apiVersion: v1
kind: Service
metadata: {name: podder, namespace: lab}
spec: {selector: {app: podder}}
`,
    'b.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: lab}\n',
  });
  const { objects, wanted, observed } = await plan('-f', join(root, 'a.yaml'), '-f', join(root, 'b.yaml'));
  t.same(kinds(objects), ['Namespace', 'Service', 'Deployment', 'Deployment', 'Pod']);
  t.equal(wanted, 2, 'one of the Deployment, as is its default, and one alone; not those of another Service');
  t.same(observed, { namespace: 'lab', labelSelector: 'app=podder' });
});

t.test('refuses before anything starts', async (t) => {
  const root = t.testdir({
    'job.yaml': 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\n',
    'deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n',
  });
  const cases: [argv: string[], message: RegExp][] = [
    [['-f', join(root, 'none.yaml')], /none\.yaml: expected a file or folder, got nothing there$/],
    [
      ['-f', join(root, 'job.yaml')],
      /^Job a: expected a kind that a local cluster runs \(.*Deployment.*\), got batch\/v1 Job$/,
    ],
    [
      ['-f', join(root, 'deployment.yaml')],
      /^expected a Service named podder among the manifests, got none; say --no-infect/,
    ],
    [['-f', join(root, 'deployment.yaml'), '--replicas', '1'], /^--replicas expects a Deployment of podders/],
    [
      ['--kubelet-version', '1.20', '--max-restart-period', '1s'],
      /^--max-restart-period expects --kubelet-version 1\.36, which has such a setting, got 1\.20$/,
    ],
  ];
  for (const [argv, message] of cases) {
    await t.rejects(plan(...argv), { exitCode: 2, message }, argv.join(' '));
  }
  const { observed, wanted } = await plan('-f', join(root, 'deployment.yaml'), '--no-infect');
  t.same(observed, { namespace: 'default', labelSelector: '' });
  t.equal(wanted, 1);
});
