import t from 'tap';
import { PODDER_SETTINGS } from '@pod-contagion/podder';
import { containersOf, type KubeObject } from '../src/reading/objects.ts';
import { isStarter, PODDER_VARIABLES, withSettings } from '../src/settings.ts';
import { loadManifests } from '../src/load.ts';
import { repositoryManifests } from '../src/repository.ts';

const NONE = {
  replicas: undefined,
  symptomDelayMs: undefined,
  healthDelayMs: undefined,
  sneezeIntervalMs: undefined,
};
const all = await loadManifests(repositoryManifests());

t.test('nothing asked, nothing changed', async (t) => {
  t.same(withSettings(all, NONE), all);
});

t.test("the repository's podders take every setting", async (t) => {
  const before = structuredClone(all);
  const changed = withSettings(all, {
    replicas: 7,
    symptomDelayMs: 1,
    healthDelayMs: 2,
    sneezeIntervalMs: 3,
  });
  const deployment = changed.find(({ kind }) => kind === 'Deployment');
  t.match(deployment, { spec: { replicas: 7 } });
  for (const container of changed.flatMap(containersOf)) {
    const env = Object.fromEntries((container.env ?? []).map(({ name, value }) => [name, value]));
    t.match(env, {
      PODDER_SYMPTOM_DELAY_MS: '1',
      PODDER_HEALTH_DELAY_MS: '2',
      PODDER_SNEEZE_INTERVAL_MS: '3',
    });
    t.equal(
      new Set(container.env?.map(({ name }) => name)).size,
      container.env?.length,
      'each variable once',
    );
  }
  t.same(all, before, 'what was given is as it was');
});

t.test('variables and flags are those of a podder', async (t) => {
  for (const [name, { variable, flag }] of Object.entries(PODDER_VARIABLES)) {
    const setting = PODDER_SETTINGS[name as keyof typeof PODDER_VARIABLES];
    t.equal(variable, setting.env);
    t.equal(flag, setting.flag);
  }
});

t.test('a flag of the manifest, which would win, is changed too; other containers are not', async (t) => {
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: {
      containers: [
        {
          name: 'p',
          image: 'registry.example/pod-contagion@sha256:1',
          args: ['-symptomDelay=9', '--symptomDelay', '9', '-healthDelay=9', '-symptomDelay'],
        },
        { name: 'other', image: 'not-pod-contagion-really:1' },
        { name: 'own', image: 'mine', env: [{ name: 'PODDER_SYMPTOM_DELAY_MS', valueFrom: {} }] },
      ],
    },
  };
  const [changed] = withSettings([object], { ...NONE, symptomDelayMs: 5 });
  const [podder, other, own] = containersOf(changed as KubeObject);
  t.same(podder?.args, ['-symptomDelay=5', '--symptomDelay', '5', '-healthDelay=9', '-symptomDelay']);
  t.same(podder?.env, [{ name: 'PODDER_SYMPTOM_DELAY_MS', value: '5' }]);
  t.same(other, { name: 'other', image: 'not-pod-contagion-really:1' });
  t.same(own?.env, [{ name: 'PODDER_SYMPTOM_DELAY_MS', value: '5' }]);
});

t.test('a setting with nobody to take it is wrong usage', async (t) => {
  const service = all.filter(({ kind }) => kind === 'Service');
  t.throws(() => withSettings(service, { ...NONE, replicas: 1 }), {
    code: 'MANIFEST_SETTING',
    message: '--replicas expects a Deployment of podders to change, got none',
  });
  t.throws(() => withSettings(service, { ...NONE, healthDelayMs: 1 }), {
    message: '--health-delay expects podders to change, got none',
  });
});

t.test('patient zero is known', async (t) => {
  t.same(
    all.filter(isStarter).map(({ metadata }) => metadata.name),
    ['starter'],
  );
});
