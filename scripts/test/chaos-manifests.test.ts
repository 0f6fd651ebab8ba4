/** The manifests of the chaos toolkit: rights, arguments, and that nothing is cluster-wide. */
import { execFileSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { symlinkSync, writeFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { parseAllDocuments } from 'yaml';
import { parseSchedule } from '@pod-contagion/chaos/schedule';
import { readFlags } from '@pod-contagion/command-line';
import { WATCH_FLAGS } from '../../apps/pod-chaos/src/flags/look.ts';
import { KILL_FLAGS } from '../../apps/pod-chaos/src/flags/kill.ts';
import { planKill } from '../../apps/pod-chaos/src/plans/kill.ts';
import { REAP_FLAGS } from '../../apps/pod-chaos/src/flags/reap.ts';
import { planReap } from '../../apps/pod-chaos/src/plans/reap.ts';
import { planSchedule } from '../../apps/pod-chaos/src/plans/schedule.ts';
import { ROOT } from '../files.ts';
import { missing } from '../testing/needs.ts';

type Container = {
  name: string;
  image: string;
  imagePullPolicy: string;
  args: string[];
  env: { name: string; value?: string; valueFrom?: object }[];
  ports?: { name: string; containerPort: number }[];
  livenessProbe?: object;
  readinessProbe?: object;
  resources: { requests: object; limits: object };
  securityContext: object;
};
type PodSpec = {
  restartPolicy?: string;
  serviceAccountName: string;
  automountServiceAccountToken: boolean;
  securityContext: object;
  containers: [Container];
};
type Template = { metadata: { labels: Record<string, string> }; spec: PodSpec };
type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  automountServiceAccountToken?: boolean;
  roleRef?: { kind: string; name: string };
  subjects?: { kind: string; name: string; namespace: string }[];
  spec: { template?: Template; jobTemplate?: { spec: { template: Template } } } & Record<string, unknown>;
};

const WORKLOADS = { job: 'Job', cronjob: 'CronJob', schedule: 'Deployment' } as const;

/** The same, and what stays in the namespace that it looks after. */
const ALL_WORKLOADS = { ...WORKLOADS, reaper: 'Deployment', watcher: 'Deployment' } as const;

const options = { skip: missing('kubectl') };

function build(folder: string): Manifest[] {
  const text = execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

function only(manifests: readonly Manifest[], kind: string): Manifest {
  const [found, ...others] = manifests.filter((manifest) => manifest.kind === kind);
  if (found === undefined || others.length > 0) throw new Error(`expected one ${kind}`);
  return found;
}

function podOf(manifests: readonly Manifest[], kind: string): Template {
  const { spec } = only(manifests, kind);
  const template = spec.template ?? spec.jobTemplate?.spec.template;
  if (template === undefined) throw new Error(`expected ${kind} to have a template`);
  return template;
}

/** The arguments as the process gets them; NAMESPACE is the pod's own where the manifest does not say otherwise. */
function argumentsOf({ args, env }: Container, own: string): string[] {
  const values = new Map(
    env.map(({ name, value }) => [name, value ?? (name === 'POD_IP' ? '10.0.0.7' : own)]),
  );
  return args.map((text) => text.replaceAll(/\$\((\w+)\)/g, (_, name: string) => values.get(name) ?? '?'));
}

/** What a container does, by the command line's own reading of its arguments. */
function planOf(container: Container, own: string) {
  const [command, ...rest] = argumentsOf(container, own);
  const flags = readFlags(KILL_FLAGS, rest, (message) => new Error(message));
  const schedule = planSchedule(flags);
  if (schedule !== undefined) parseSchedule(schedule.options);
  return { command, flags, kill: planKill(flags), schedule };
}

t.test('pods have no rights they do not need', options, async (t) => {
  for (const [folder, kind] of Object.entries(ALL_WORKLOADS)) {
    const built = build(`${ROOT}kubernetes/chaos/${folder}`);
    const { metadata, spec } = podOf(built, kind);
    t.equal(metadata.labels['app.kubernetes.io/name'], 'pod-chaos', 'spared by the toolkit');
    t.match(spec.securityContext, {
      runAsNonRoot: true,
      runAsUser: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    t.equal(spec.serviceAccountName, only(built, 'ServiceAccount').metadata.name);
    t.equal(spec.automountServiceAccountToken, true, 'it asks the API server');
    t.equal(only(built, 'ServiceAccount').automountServiceAccountToken, false, 'nobody else does');
    const [container] = spec.containers;
    t.same(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    t.hasProps(container.resources.limits, ['cpu', 'memory']);
    t.hasProps(container.resources.requests, ['cpu', 'memory']);
    t.equal(container.image, 'pod-contagion:chaos');
    t.equal(container.imagePullPolicy, 'IfNotPresent');
  }
});

t.test('the command line takes their arguments', options, async (t) => {
  const plan = (folder: keyof typeof WORKLOADS) =>
    planOf(podOf(build(`${ROOT}kubernetes/chaos/${folder}`), WORKLOADS[folder]).spec.containers[0], 'shop');
  for (const folder of ['job', 'cronjob', 'schedule'] as const) {
    const { command, flags, kill } = plan(folder);
    t.equal(command, 'kill');
    t.match(kill, { kind: 'pod', mode: 'delete' });
    t.match(flags, { namespace: ['shop'], selector: 'app=podder', count: 1, json: true });
  }
  t.match(plan('job'), { schedule: undefined, flags: { 'dry-run': false } }, 'whoever applies it means it');
  t.match(plan('cronjob'), { schedule: undefined, flags: { 'dry-run': true } }, 'a dry run as it stands');
  t.match(plan('schedule').schedule, {
    options: { intervalMs: 30_000, timeZone: 'UTC' },
    dryRun: true,
    metricsAddress: { host: '10.0.0.7', port: 9102 },
  });
});

t.test('the reaper reaps podders of its namespace, and may do no more', options, async (t) => {
  const built = build(`${ROOT}kubernetes/chaos/reaper`);
  const [container] = podOf(built, 'Deployment').spec.containers;
  const [command, ...rest] = argumentsOf(container, 'shop');
  t.equal(command, 'reap');
  t.match(planReap(readFlags(REAP_FLAGS, rest, (message) => new Error(message))), {
    targets: { namespaces: ['shop'], selector: 'app=podder' },
    options: { mode: 'delete', dryRun: false, maxPerMinute: 600 },
    metricsAddress: { host: '10.0.0.7', port: 9102 },
  });
  const role = only(built, 'Role');
  t.match(only(built, 'RoleBinding'), { roleRef: { kind: 'Role', name: role.metadata.name } });
  t.same((role as unknown as { rules: object[] }).rules, [
    { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch', 'delete'] },
  ]);
  const overlay = build(`${ROOT}kubernetes/overlays/replace`);
  for (const manifest of built)
    t.ok(
      overlay.some((each) => isDeepStrictEqual(each, manifest)),
      manifest.kind,
    );
  t.equal(overlay.length, built.length + 3, 'beside podders, their Service and the starter');
});

t.test('the watcher watches its namespace, and changes nothing', options, async (t) => {
  const built = build(`${ROOT}kubernetes/chaos/watcher`);
  const [container] = podOf(built, 'Deployment').spec.containers;
  const [command, ...rest] = argumentsOf(container, 'shop');
  t.equal(command, 'watch');
  t.match(
    readFlags(WATCH_FLAGS, rest, (message) => new Error(message)),
    { namespace: ['shop'], duration: undefined, 'metrics-address': { host: '10.0.0.7', port: 9102 } },
  );
  const role = only(built, 'Role');
  t.match(only(built, 'RoleBinding'), { roleRef: { kind: 'Role', name: role.metadata.name } });
  const { rules } = role as unknown as { rules: readonly { verbs: string[] }[] };
  t.ok(rules.every(({ verbs }) => verbs.join() === 'list,watch'));
});

t.test('a Job never tries twice, a schedule has its probes', options, async (t) => {
  const job = only(build(`${ROOT}kubernetes/chaos/job`), 'Job');
  t.match(job.spec, { backoffLimit: 0, activeDeadlineSeconds: 120 });
  t.equal(job.spec.template?.spec.restartPolicy, 'Never');
  const cron = only(build(`${ROOT}kubernetes/chaos/cronjob`), 'CronJob');
  t.equal(cron.apiVersion, 'batch/v1');
  t.match(cron.spec, {
    concurrencyPolicy: 'Forbid',
    jobTemplate: { spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never' } } } },
  });
  const schedule = only(build(`${ROOT}kubernetes/chaos/schedule`), 'Deployment');
  t.match(schedule.spec, { replicas: 1, strategy: { type: 'Recreate' } });
  t.match(schedule.spec.template?.spec.containers[0], {
    ports: [{ name: 'metrics', containerPort: 9102 }],
    livenessProbe: { httpGet: { path: '/livez', port: 'metrics' } },
    readinessProbe: { httpGet: { path: '/readyz', port: 'metrics' } },
  });
});

/** What is wherever it runs: two Roles and who has them, all in the namespace that is disturbed, where both ways may be in use. */
function checkAccess(t: Test, built: readonly Manifest[], disturbed: string, own: string): void {
  const { name, namespace } = only(built, 'ServiceAccount').metadata;
  t.equal(namespace, own);
  const roles = built.filter(({ kind }) => kind === 'Role').map(({ metadata }) => metadata);
  t.same(
    roles.map((role) => role.name),
    ['kill-delete', 'record'].map((role) => `${own === 'podchaos' ? 'podchaos' : 'pod-chaos'}-${role}`),
  );
  for (const role of roles) {
    t.equal(role.namespace, disturbed);
    const binding = built.find(({ roleRef }) => roleRef?.name === role.name);
    t.match(binding?.roleRef, { kind: 'Role' });
    t.equal(binding?.metadata.namespace, disturbed);
    t.same(binding?.subjects, [{ kind: 'ServiceAccount', name, namespace: own }]);
  }
}

/** The kinds of what is built, each once. */
function kindsOf(built: readonly Manifest[]): string[] {
  return [...new Set(built.map(({ kind }) => kind))].toSorted();
}

t.test('in the namespace that is disturbed', options, async (t) => {
  for (const [folder, kind] of Object.entries(WORKLOADS)) {
    const built = build(`${ROOT}kubernetes/chaos/${folder}`);
    t.same(kindsOf(built), ['Role', 'RoleBinding', 'ServiceAccount', kind].toSorted());
    checkAccess(t, built, 'default', 'default');
    t.equal(only(built, kind).metadata.namespace, 'default');
  }
});

t.test('from a namespace of its own, at whichever other', options, async (t) => {
  const root = t.testdir({ shop: {}, outer: {} });
  symlinkSync(`${ROOT}kubernetes/chaos`, `${root}/chaos`);
  for (const [folder, kind] of Object.entries(WORKLOADS)) {
    const shop = `namespace: shop\nresources: [../chaos/${folder}]\n`;
    writeFileSync(`${root}/shop/kustomization.yaml`, shop);
    const outer = 'resources: [../shop]\ncomponents: [../chaos/own-namespace]\n';
    writeFileSync(`${root}/outer/kustomization.yaml`, outer);
    const places = [
      [`${ROOT}kubernetes/chaos/podchaos/${folder}`, 'default'],
      [`${root}/outer`, 'shop'],
    ] as const;
    for (const [place, disturbed] of places) {
      const built = build(place);
      const kinds = ['Namespace', 'Role', 'RoleBinding', 'ServiceAccount', kind].toSorted();
      t.same(kindsOf(built), kinds);
      checkAccess(t, built, disturbed, 'podchaos');
      t.equal(only(built, kind).metadata.namespace, 'podchaos');
      t.equal(only(built, 'Namespace').metadata.name, 'podchaos');
      const { flags } = planOf(podOf(built, kind).spec.containers[0], 'podchaos');
      t.same(flags.namespace, [disturbed]);
    }
  }
});
