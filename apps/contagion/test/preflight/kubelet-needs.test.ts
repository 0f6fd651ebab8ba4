import t from 'tap';
import { loadManifests, repositoryManifests } from '@pod-contagion/manifests';
import { kubeletNeeds, minorOf } from '../../src/preflight/kubelet-needs.ts';

const needsOf = async (folder: string) =>
  kubeletNeeds(await loadManifests(`${repositoryManifests()}/${folder}`)).map(({ what, minor }) => [
    what,
    minor,
  ]);

t.test('what manifests ask of a kubelet', async (t) => {
  t.same(await needsOf('deployments'), [['startupProbe', 18]]);
  t.same(await needsOf('overlays/self-ending'), [
    ['restartPolicyRules with RestartAllContainers', 36],
    ['startupProbe', 18],
  ]);
  t.same(await needsOf('services'), []);
});

t.test('versions as nodes tell them', async (t) => {
  const versions: [string, number | undefined][] = [
    ['v1.36.2', 36],
    ['v1.20.2', 20],
    ['v1.33.4+k3s1', 33],
    ['v1.31.1-gke.1678000', 31],
    ['1.9.0', 9],
    ['v2.0.0', undefined],
    ['v1', undefined],
    ['', undefined],
  ];
  for (const [version, minor] of versions) t.equal(minorOf(version), minor, version);
});
