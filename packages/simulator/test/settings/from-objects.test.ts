import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { loadManifests, repositoryManifests } from '@pod-contagion/manifests';
import { SimulatorError } from '../../src/errors.ts';
import { createModel } from '../../src/settings/create-model.ts';
import { settingsFromObjects } from '../../src/settings/from-objects.ts';
import { deployment, service, starter, type Fields } from './objects.ts';

const overlay = (name: string) => loadManifests(join(repositoryManifests(), 'overlays', name));

/** What is said of objects that are refused. */
function refusal(objects: unknown): string {
  try {
    settingsFromObjects(objects);
  } catch (error) {
    if (error instanceof SimulatorError && error.code === 'SIMULATOR_MANIFEST') return error.message;
    throw error;
  }
  return 'none';
}

t.test("the repository's overlays", async (t) => {
  const common = {
    pods: 50,
    symptomDelayMs: 10_000,
    healthDelayMs: 500,
    sneezeIntervalMs: 500,
    livenessPeriodMs: 1_000,
    livenessFailureThreshold: 3,
    readinessPeriodMs: 1_000,
    readinessFailureThreshold: 3,
    startupPeriodMs: 1_000,
    startupFailureThreshold: 60,
    terminationGraceMs: 2_000,
    // The starter has the label that the Service chooses by, and ends after its frenzy.
    starterUntilMs: 2_000,
  };
  const expected: Readonly<Record<string, object>> = {
    original: { ...common, healthDelayMs: 0, sneezeIntervalMs: 600 },
    small: { ...common, pods: 10 },
    'no-delay': { ...common, symptomDelayMs: 0 },
  };
  for (const [name, settings] of Object.entries(expected)) {
    const found = settingsFromObjects(await overlay(name));
    t.same(found.settings, settings, name);
    // Two seconds of a sneeze each half second: at 0, 0.5, 1 and 1.5 s.
    t.match(found.outbreak, { sneezes: 4, intervalMs: 500 });
    t.same(found.warnings, []);
  }
  t.match(settingsFromObjects(await overlay('endless')).settings, {
    ...common,
    symptomDelayMs: 80_000,
    sneezeIntervalMs: 1_250,
  });
  t.equal(settingsFromObjects(await overlay('nobody-waits')).settings.symptomDelayMs, 310_000);
});

t.test('podders that end themselves, and a rule that restarts all of their pod', async (t) => {
  const objects = await overlay('self-ending');
  const { settings, warnings } = settingsFromObjects(objects);
  t.match(settings, { death: 'exit', restartAllContainers: true, healthDelayMs: 3_000 });
  t.same(warnings, []);
  for (const changes of [{ kubeletVersion: '1.20' }, { profile: 'k8s-1.20' }] as const) {
    const old = settingsFromObjects(objects, changes).settings;
    t.equal(old.death, 'exit');
    t.equal(old.restartAllContainers, undefined, 'which a kubelet of 1.20 does not know');
    createModel(old);
  }
  const withRules = (rules: object[], ...args: string[]) =>
    settingsFromObjects([service(), deployment({ args, restartPolicyRules: rules })]);
  const withRule = (rule: object, ...args: string[]) => withRules([rule], ...args);
  const rule = (operator: string, values: number[], action = 'RestartAllContainers') => ({
    action,
    exitCodes: { operator, values },
  });
  t.equal(withRule(rule('In', [1, 3]), '-death=exit').settings.restartAllContainers, true);
  t.equal(withRule(rule('NotIn', [0]), '-death', 'exit').settings.restartAllContainers, true);
  t.equal(withRule(rule('NotIn', [3]), '-death=exit').settings.restartAllContainers, undefined);
  t.equal(withRule(rule('In', [1]), '-death=exit').settings.restartAllContainers, undefined);
  t.equal(withRule(rule('In', [3], 'Restart'), '-death=exit').settings.restartAllContainers, undefined);
  // The first rule for an exit code is the one that counts.
  const both = [rule('In', [3], 'Restart'), rule('In', [3])];
  t.equal(withRules(both, '-death=exit').settings.restartAllContainers, undefined);
  t.equal(withRules(both.toReversed(), '-death=exit').settings.restartAllContainers, true);
  // Of one that its probe kills, no rule is asked.
  const killed = withRule(rule('In', [3]), '-death=probes');
  t.equal(killed.settings.death, undefined);
  t.match(killed.warnings, [/restartPolicyRules is left out$/]);
  t.match(
    refusal([service(), deployment({ args: ['-death=sword'] })]),
    /expected probes or exit for -death, got "sword"/,
  );
});

t.test('podders that a reaper replaces', async (t) => {
  const { settings, warnings } = settingsFromObjects(await overlay('replace'));
  t.equal(settings.death, 'replace');
  t.same(warnings, []);
  createModel(settings);
  const withReaper = (args: string[], image = 'pod-contagion:chaos', namespace = 'default') =>
    settingsFromObjects([
      service(),
      deployment(),
      {
        kind: 'Deployment',
        metadata: { name: 'reaper', namespace },
        spec: { template: { spec: { containers: [{ name: 'reaper', image, args }] } } },
      },
    ]);
  for (const args of [['-l', 'app=podder'], ['--selector', 'app in (podder)'], ['-l=app'], ['--all']]) {
    t.equal(withReaper(['reap', ...args]).settings.death, 'replace', args.join(' '));
  }
  const others: [ReturnType<typeof withReaper>, RegExp][] = [
    [withReaper(['reap', '-l', 'app=web']), /^Deployment reaper: left out$/],
    [withReaper(['kill', '-l', 'app=podder']), /^Deployment reaper: left out$/],
    [withReaper(['reap', '-l', 'app=podder'], 'shop:1'), /^Deployment reaper: left out$/],
    [withReaper(['reap', '-l', 'app=podder'], undefined, 'shop'), /^Deployment reaper: left out$/],
    [withReaper(['reap', '-l', 'app=podder', '--dry-run']), /a reaper with --dry-run is left out$/],
    [withReaper(['reap', '-l', 'app=podder', '--max=3']), /a reaper with --max=3 is left out$/],
    [withReaper(['reap', '-l', 'app=podder', '--duration', '1m']), /a reaper with --duration is left out$/],
    [withReaper(['reap', '-l', 'app=podder', '--when', 'back-off']), /a reaper with --when is left out$/],
  ];
  for (const [found, warning] of others) {
    t.equal(found.settings.death, undefined);
    t.match(found.warnings[0], warning);
  }
  t.throws(() => withReaper(['reap', '-l', 'app in']), {
    message: /args\[?.*expected a label selector, got "app in"/,
  });
});

t.test('podders that nothing infects, and such as remember what they were ill with', async (t) => {
  const diverse = settingsFromObjects(await overlay('defence-diversity'));
  t.match(diverse.settings, { pods: 50, immune: 100 });
  t.same(diverse.warnings, []);
  const remembering = settingsFromObjects(await overlay('defence-block-list'));
  t.equal(remembering.settings.learnsImmunity, true);
  t.same(remembering.warnings, []);
  t.equal(createModel(remembering.settings).learnsImmunity, true);
  for (const name of ['retry-budget', 'slow-liveness', 'uncoupled-readiness']) {
    const { settings, warnings } = settingsFromObjects(await overlay(`defence-${name}`));
    t.match(settings, { pods: 50, symptomDelayMs: 80_000 }, name);
    t.same(warnings, []);
  }
  t.equal(settingsFromObjects(await overlay('defence-jitter')).settings.startJitterMs, 20_000);
  t.equal(settingsFromObjects(await overlay('defence-circuit-breaker')).settings.sneezeBreaker, 1);
  const env = [{ name: 'PODDER_IMMUNITY', value: 'all' }];
  const immune = { ...deployment({ env }), metadata: { name: 'immune' } };
  const of = (...more: object[]) => settingsFromObjects([service(), deployment(), ...more]).settings;
  t.equal(of(immune).immune, 3);
  t.match(refusal([service(), immune]), /expected one Deployment of podders, got none/);
  t.match(
    refusal([service(), deployment({ args: ['-immunity=herd'] })]),
    /expected none or learned or all for -immunity, got "herd"/,
  );
  t.match(
    refusal([service(), deployment({ args: ['-immunity=learned'] })]),
    /expected -lives beside it, got "none"/,
  );
  // What a pod has learnt goes with it.
  const args = ['-immunity=learned', '-lives=/lives'];
  t.equal(settingsFromObjects([service(), deployment({ args })]).settings.learnsImmunity, true);
  t.throws(() => createModel({ pods: 1, learnsImmunity: true, death: 'replace' }), {
    message: 'learnsImmunity: expected false, as what a pod has learnt goes with it, got true',
  });
});

t.test('changes take the place of what objects say, for the starter too', async (t) => {
  const { settings, outbreak } = settingsFromObjects(await overlay('original'), {
    pods: 7,
    symptomDelayMs: 1_000,
    sneezeIntervalMs: 300,
    maxBackoffMs: 1_000,
    profile: undefined,
  });
  t.match(settings, {
    pods: 7,
    symptomDelayMs: 1_000,
    healthDelayMs: 0,
    sneezeIntervalMs: 300,
    maxBackoffMs: 1_000,
  });
  t.notOk('profile' in settings);
  t.same(outbreak, { sneezes: 7, intervalMs: 300, frenzyMs: 2_000 });
});

t.test('what is left out has the defaults of the podder and of Kubernetes', async (t) => {
  const { settings, outbreak, warnings } = settingsFromObjects([
    service(),
    deployment({ readinessProbe: null }, {}, { replicas: undefined }),
  ]);
  t.same(settings, {
    pods: 1,
    symptomDelayMs: 5_000,
    healthDelayMs: 500,
    sneezeIntervalMs: 500,
    livenessPeriodMs: 10_000,
    livenessFailureThreshold: 3,
    readinessPeriodMs: 0,
    readinessFailureThreshold: 1,
    startupPeriodMs: 0,
    startupFailureThreshold: 1,
    terminationGraceMs: 30_000,
  });
  t.same(outbreak, { sneezes: 1, intervalMs: 0 });
  t.same(warnings, []);
});

t.test('lists, as kubectl gets them, and lists within them', async (t) => {
  const list = { kind: 'List', items: [{ kind: 'List', items: [deployment()] }, service()] };
  t.equal(settingsFromObjects([list]).settings.pods, 3);
});

t.test('what is left out is told', async (t) => {
  const { warnings } = settingsFromObjects([
    { kind: 'Namespace', metadata: { name: 'lab' } },
    { kind: 'ConfigMap', metadata: { name: 'words' } },
    { kind: 'HorizontalPodAutoscaler', metadata: { name: 'more' } },
    service(),
    deployment(
      {
        readinessProbe: { httpGet: {}, initialDelaySeconds: 5, successThreshold: 2 },
        lifecycle: { preStop: { sleep: { seconds: 1 } } },
        envFrom: [],
      },
      { initContainers: [{ name: 'first' }] },
    ),
  ]);
  const container = 'Deployment generic: spec.template.spec.containers[0]';
  t.same(warnings, [
    'ConfigMap words, HorizontalPodAutoscaler more: left out',
    'Deployment generic: spec.template.spec.initContainers[0] is left out',
    `${container}.envFrom is left out`,
    `${container}.lifecycle.preStop is left out`,
    `${container}.readinessProbe.initialDelaySeconds is left out`,
    `${container}.readinessProbe.successThreshold is taken as 1`,
  ]);
});

t.test('what is not simulated is refused, by field', async (t) => {
  const inPod = 'Deployment generic: spec.template.spec';
  const container = `${inPod}.containers[0]`;
  const httpGet = {};
  const cases: [objects: unknown, message: string][] = [
    ['all', 'objects: expected a list of objects, got "all"'],
    [[service()], 'objects: expected one Deployment of podders, got none'],
    [[null], 'object 1: kind: expected a text, got nothing'],
    [[{ kind: 'Pod' }], 'object 1: metadata.name: expected a text, got nothing'],
    [
      [service(), deployment(), { ...deployment(), kind: 'ReplicaSet' }],
      'objects: expected one Deployment of podders, got Deployment generic and ReplicaSet generic',
    ],
    [
      [deployment()],
      'objects: expected a Service named podder in the namespace of Deployment generic, got none',
    ],
    [
      [service({}, { namespace: 'lab' }), deployment()],
      'objects: expected a Service named podder in the namespace of Deployment generic, got none',
    ],
    [
      [service({ selector: { app: 'other' } }), deployment()],
      'Service podder: spec.selector: expected one that chooses the pods of Deployment generic, got {"app":"other"}',
    ],
    [
      [service({ selector: null }), deployment()],
      'Service podder: spec.selector: expected one that chooses the pods of Deployment generic, got nothing',
    ],
    [
      [service({ sessionAffinity: 'ClientIP' }), deployment()],
      'Service podder: spec.sessionAffinity: expected None, as each sneeze goes to any podder, got "ClientIP"',
    ],
    [
      [service({ publishNotReadyAddresses: true }), deployment()],
      'Service podder: spec.publishNotReadyAddresses: expected false, as a podder that is not ready is met by nobody, got true',
    ],
    [
      [service(), deployment({}, {}, { replicas: 0 })],
      'Deployment generic: spec.replicas: expected a whole number from 1 to 10000000, got 0',
    ],
    [
      [service(), deployment({}, { restartPolicy: 'Never' })],
      `${inPod}.restartPolicy: expected Always, got "Never"`,
    ],
    [
      [service(), deployment({}, { containers: [{ image: 'pod-contagion' }, { image: 'pod-contagion:x' }] })],
      `${inPod}.containers: expected one podder in each pod, got "two"`,
    ],
    [
      [service(), deployment({ livenessProbe: undefined })],
      `${container}.livenessProbe: expected a probe, without which nobody is restarted, got nothing`,
    ],
    [
      [service(), deployment({ livenessProbe: { exec: {} } })],
      `${container}.livenessProbe.httpGet: expected a request, as podders answer those, got nothing`,
    ],
    [
      [service(), deployment({ livenessProbe: { httpGet, periodSeconds: '1' } })],
      `${container}.livenessProbe.periodSeconds: expected a whole number from 0 to 1048, got "1"`,
    ],
    [
      [service(), deployment({ livenessProbe: { httpGet, initialDelaySeconds: 6 } })],
      `${container}.livenessProbe.initialDelaySeconds: expected at most the 5500 ms that a podder is well, as what fails before is not simulated, got 6`,
    ],
    [
      [service(), deployment(), starter(), starter({}, 'second')],
      'objects: expected one starter at most, got Pod starter and Pod second',
    ],
    [
      [
        service(),
        deployment(),
        starter({ PODDER_FRENZY_DURATION_MS: '100001', PODDER_SNEEZE_INTERVAL_MS: '1' }),
      ],
      'Pod starter: spec.containers: expected a frenzy of at most 100000 sneezes, got 100001',
    ],
  ];
  for (const [objects, message] of cases) t.equal(refusal(objects), message);
});

/** Objects of which any field may be anything. */
const SPOILED = fc
  .tuple(fc.array(fc.nat(), { maxLength: 12 }), fc.jsonValue())
  .map(([path, value]) => spoil([service(), deployment(), starter()], path, value));

/** The same with one field replaced: the one that a path of numbers leads to. */
function spoil(whole: unknown, [step, ...path]: readonly number[], value: unknown): unknown {
  if (typeof whole !== 'object' || whole === null || step === undefined) return value;
  const entries = Object.entries(whole as Fields);
  if (entries.length === 0) return value;
  const at = step % entries.length;
  const changed = entries.map(([name, field], index) => [
    name,
    index === at ? spoil(field, path, value) : field,
  ]);
  return Array.isArray(whole) ? changed.map(([, field]) => field) : Object.fromEntries(changed);
}

t.test('whatever objects there are, they are read or refused by place', async (t) => {
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), SPOILED), (objects) => {
      const message = refusal(objects);
      if (message !== 'none')
        return /^(objects?\b|Deployment|Service|Pod|[^:]+ ).*: expected /s.test(message);
      read++;
      const { settings } = settingsFromObjects(objects);
      return createModel(settings).pods >= 1;
    }),
    { numRuns: 2_000 },
  );
  t.ok(read > 100, `${read} read`);
});
