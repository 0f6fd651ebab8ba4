import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Finding, PreflightFault } from '../../src/preflight/check.ts';
import { formatPreflight } from '../../src/preflight/format.ts';
import { preflight, type PreflightReport } from '../../src/preflight/preflight.ts';
import { freshFolder, runPods, startFor } from '../testing/cluster.ts';
import { NO_REAL_NETWORK } from '../testing/real-network.ts';
import { scriptedApi, statusBody, type Script } from '../testing/scripted-api.ts';
import { target } from './pods.ts';

const AGENT = fileURLToPath(new URL('../../../../apps/chaos-agent/src/main.ts', import.meta.url));

function of(
  report: PreflightReport,
  fault: PreflightFault,
): { possible: string; findings: readonly Finding[] } {
  const found = report.faults.find((each) => each.fault === fault);
  if (found === undefined) throw new Error(`expected ${fault} in the report`);
  return found;
}

function answerOf(report: PreflightReport, fault: PreflightFault, check: string): Finding | undefined {
  return of(report, fault).findings.find((finding) => finding.check === check);
}

t.test('on a local cluster', async (t) => {
  const cluster = await startFor(t);
  await runPods(cluster, ['a', 'b']);
  const namespaces = ['default'];
  const targets = { namespaces, amount: 'all', maxNamespacePercent: 100 } as const;
  const report = await preflight(cluster.kube, { namespaces, targets });
  t.match(report, { pods: 2, namespaces });
  t.equal(of(report, 'delete').possible, 'yes');
  t.match(answerOf(report, 'delete', 'permissions'), { answer: 'unknown', harmless: true });
  t.match(answerOf(report, 'delete', 'bare-pods'), { answer: 'warning' });
  t.equal(of(report, 'evict').possible, 'yes');
  t.match(answerOf(report, 'evict', 'budgets'), { answer: 'yes' }, 'no such kind is no budget');
  t.match(answerOf(report, 'container', 'admission'), { answer: 'yes' });
  t.equal(of(report, 'container').possible, 'yes', 'by an agent');
  t.match(answerOf(report, 'container', 'exec'), {
    answer: 'warning',
    why: /process 1 is the machine's own/,
  });
  t.equal(of(report, 'network').possible, 'no');
  t.match(answerOf(report, 'network', 'own-network'), { answer: 'no', why: /--network namespace/ });
  t.match(answerOf(report, 'network', 'ephemeral-containers'), { answer: 'yes' });
  t.match(answerOf(report, 'slow', 'own-network'), { answer: 'no', why: /--network namespace/ });
  const { items } = await cluster.kube.core.listNamespacedPod({ namespace: 'default' });
  t.ok(
    items.every(({ spec }) => spec?.ephemeralContainers === undefined),
    'nothing was changed',
  );
  const lines = formatPreflight(report);
  t.ok(lines.includes('network: no'));
  t.match(
    lines.find((line) => line.includes('own-network')),
    /^ {2}NO {3}own-network +all 2 pods/,
  );
});

t.test('nobody to hit', async (t) => {
  const { kube } = await startFor(t);
  const namespaces = ['default'];
  const options = { namespaces, targets: { namespaces, amount: 'all' }, faults: ['delete'] } as const;
  t.match((await preflight(kube, options)).faults, [
    {
      fault: 'delete',
      possible: 'no',
      findings: [{ check: 'targets', answer: 'no' }, { check: 'permissions' }],
    },
  ]);
});

t.test('by an agent in the pod, which finds what this kernel has', { skip: NO_REAL_NETWORK }, async (t) => {
  const folder = freshFolder(t);
  const program = join(folder, 'chaos-agent');
  writeFileSync(program, `#!/bin/sh\nexec node --conditions=@pod-contagion/source "${AGENT}"\n`);
  chmodSync(program, 0o755);
  const env = { PATH: `${folder}:${dirname(process.execPath)}:/usr/sbin:/usr/bin:/sbin:/bin` };
  const images = { 'pod-contagion:chaos': { command: ['true'], env } };
  const cluster = await startFor(t, { network: 'namespace', images });
  const chosen = await runPods(cluster, ['a']);
  const report = await preflight(cluster.kube, {
    namespaces: ['default'],
    targets: { chosen, qualifying: 1, passedOver: [], lifted: [], seed: '' },
    faults: ['network', 'slow', 'fail'],
    nodeCheck: true,
    inPod: true,
  });
  t.match(answerOf(report, 'network', 'own-network'), { answer: 'yes' });
  for (const check of ['node', 'in-pod']) {
    const { answer = '', why = '' } = answerOf(report, 'network', check) ?? {};
    t.ok(answer === 'yes' || /packets can be dropped/.test(why), `${check}: ${answer}, ${why}`);
  }
  t.equal(of(report, 'network').possible, 'yes');
  for (const fault of ['slow', 'fail'] as const) {
    t.match(answerOf(report, fault, 'node'), { answer: 'yes' });
    t.match(answerOf(report, fault, 'in-pod'), { answer: 'yes', why: /the proxy can be set up$/ });
    t.equal(of(report, fault).possible, 'yes');
  }
  const { items } = await cluster.kube.core.listNamespacedPod({ namespace: 'default' });
  t.same(
    items.map(({ metadata }) => metadata?.name),
    ['a'],
    'the pod that tried it is gone',
  );
  t.equal(items[0]?.spec?.ephemeralContainers?.length, 2, 'slow and fail share one that looks');
});

t.test('on a cluster that forbids much', async (t) => {
  const allowed = new Set([
    'list pods',
    'get pods',
    'patch pods/ephemeralcontainers',
    'create pods/eviction',
  ]);
  const script: Script = ({ method, path, body, query }) => {
    if (path === '/version') return { body: { gitVersion: 'v1.30.0' } };
    if (path === '/api/v1') {
      const names = ['pods', 'pods/ephemeralcontainers', 'pods/eviction', 'pods/exec'];
      return {
        body: {
          kind: 'APIResourceList',
          groupVersion: 'v1',
          resources: names.map((name) => ({ name, kind: 'Pod' })),
        },
      };
    }
    if (path.endsWith('/selfsubjectaccessreviews')) {
      const { verb, resource, subresource } = (
        body as { spec: { resourceAttributes: Record<string, string> } }
      ).spec.resourceAttributes;
      const type = subresource === undefined ? resource : `${resource}/${subresource}`;
      return { status: 201, body: { spec: {}, status: { allowed: allowed.has(`${verb} ${type}`) } } };
    }
    if (path === '/api/v1/namespaces/default') {
      return { body: { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } } };
    }
    if (method === 'PATCH' && query.get('dryRun') === 'All') {
      return { status: 403, body: statusBody(403, 'violates PodSecurity "baseline:latest": NET_ADMIN') };
    }
    if (path === '/apis/policy/v1beta1/namespaces/default/poddisruptionbudgets') {
      const spec = { selector: { matchLabels: { app: 'web' } } };
      return { body: { items: [{ metadata: { name: 'web' }, spec, status: { disruptionsAllowed: 0 } }] } };
    }
    return undefined;
  };
  const { kube, asked } = await scriptedApi(t, script);
  const web = target('web', { metadata: { labels: { app: 'web' } }, status: { podIP: '10.0.0.1' } });
  const report = await preflight(kube, {
    namespaces: ['default'],
    targets: { chosen: [web], qualifying: 1, passedOver: [], lifted: [], seed: '' },
  });
  t.equal(report.version, 'v1.30.0');
  t.match(answerOf(report, 'delete', 'permissions'), { answer: 'no', why: /delete pods/ });
  t.match(answerOf(report, 'evict', 'permissions'), {
    answer: 'warning',
    why: /list poddisruptionbudgets\.policy/,
  });
  t.match(answerOf(report, 'evict', 'budgets'), { answer: 'no', why: /PodDisruptionBudget web/ });
  t.match(answerOf(report, 'network', 'pod-security'), { answer: 'no', why: /enforces baseline/ });
  t.match(answerOf(report, 'network', 'admission'), { answer: 'no', why: /violates PodSecurity/ });
  t.match(answerOf(report, 'network', 'permissions'), { answer: 'warning' });
  t.match(of(report, 'container'), { possible: 'no' }, 'exec is not allowed, an agent not admitted');
  const reviews = asked.filter(({ path }) => path.endsWith('/selfsubjectaccessreviews'));
  t.equal(
    new Set(reviews.map(({ body }) => JSON.stringify(body))).size,
    reviews.length,
    'each is asked once',
  );
});

t.test('wrong options', async (t) => {
  const { kube } = await scriptedApi(t, () => undefined);
  const targets = { chosen: [], qualifying: 0, passedOver: [], lifted: [], seed: '' };
  await t.rejects(preflight(kube, { namespaces: [], targets }), { code: 'CHAOS_USAGE' });
  const faults = ['fire'] as unknown as PreflightFault[];
  await t.rejects(preflight(kube, { namespaces: ['a'], targets, faults }), {
    code: 'CHAOS_USAGE',
    message: /"fire"/,
  });
});
