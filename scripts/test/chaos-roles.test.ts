/** The Roles of the chaos toolkit: what its faults need, by the toolkit's own table, and no more. */
import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { parse } from 'yaml';
import { describePermission, FAULT_PERMISSIONS, type Permission } from '@pod-contagion/chaos/preflight';
import { ROOT } from '../files.ts';

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };
type Role = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  rules: Rule[];
};

const FOLDER = `${ROOT}kubernetes/chaos/roles`;
const ROLES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'schedule')
  .map(({ name }) => name);

const read = (name: string): Role => parse(readFileSync(`${FOLDER}/${name}/role.yaml`, 'utf8')) as Role;

/** What a Role allows, each as `kubectl auth can-i` takes it. */
function allowedBy(name: string): string[] {
  return read(name)
    .rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => {
          const [type = '', subresource] = resource.split('/');
          const full = `${group === '' ? type : `${type}.${group}`}${subresource === undefined ? '' : `/${subresource}`}`;
          return verbs.map((verb) => `${verb} ${full}`);
        }),
      ),
    )
    .toSorted();
}

function needed(permissions: readonly Permission[], needs: readonly Permission['need'][]): string[] {
  return permissions
    .filter(({ need }) => needs.includes(need))
    .map(describePermission)
    .toSorted();
}

t.test('nothing is cluster-wide, nothing is a wildcard', async (t) => {
  t.same(ROLES, [
    'ask',
    'chaosk8s',
    'cleanup',
    'flush',
    'follow',
    'kill-container-agent',
    'kill-container-exec',
    'kill-delete',
    'kill-evict',
    'network',
    'reap',
    'record',
    'resources',
    'status',
    'watch',
  ]);
  for (const name of ROLES) {
    const { apiVersion, kind, metadata, rules } = read(name);
    t.same([apiVersion, kind], ['rbac.authorization.k8s.io/v1', 'Role']);
    t.equal(metadata.name, `pod-chaos-${name}`);
    t.equal(metadata.namespace, undefined, 'whoever applies it says where');
    t.notMatch(JSON.stringify(rules), /\*|resourceNames|secrets/);
    const allowed = allowedBy(name);
    t.equal(new Set(allowed).size, allowed.length, 'nothing twice');
  }
  const listed = parse(readFileSync(`${FOLDER}/kustomization.yaml`, 'utf8')) as { resources: string[] };
  t.same(listed.resources.toSorted(), ROLES);
});

t.test('what each fault needs, and no more', async (t) => {
  const { delete: remove, evict, container, network, slow, fail, toxic } = FAULT_PERMISSIONS;
  const { burn, fill, schedule, reap, flush } = FAULT_PERMISSIONS;
  t.same(allowedBy('kill-delete'), needed(remove, ['always']));
  t.same(needed(schedule, ['always']), needed(remove, ['always']), 'a schedule has the Role of its kills');
  t.same(allowedBy('kill-evict'), needed(evict, ['always']));
  t.same(allowedBy('kill-container-exec'), needed(container, ['always', 'exec']));
  t.same(allowedBy('kill-container-agent'), needed(container, ['always', 'agent']));
  for (const fault of [network, slow, fail, toxic]) t.same(allowedBy('network'), needed(fault, ['always']));
  t.same(allowedBy('resources'), needed(burn, ['always']));
  t.same(needed(fill, ['always']), needed(burn, ['always']), 'the two have one Role');
  t.same(allowedBy('reap'), needed(reap, ['always']));
  t.same(allowedBy('flush'), needed(flush, ['always']));
  t.same(allowedBy('cleanup'), allowedBy('network'), 'who may begin a fault may end it');
  t.same(allowedBy('status'), ['list pods']);
  const proxies = ['pods/proxy', 'services/proxy'];
  t.same(allowedBy('ask'), [
    ...proxies.map((each) => `create ${each}`),
    ...proxies.map((each) => `get ${each}`),
    'list pods',
  ]);
});

t.test(
  'functions of chaosk8s: what they ask for is tried with this Role alone, in packages/experiments',
  async (t) => {
    const workloads = ['deployments.apps', 'statefulsets.apps'];
    t.same(
      allowedBy('chaosk8s'),
      [
        'delete pods',
        'get pods/log',
        'list pods',
        'list services',
        ...['list', 'patch'].flatMap((verb) => workloads.map((each) => `${verb} ${each}`)),
      ].toSorted(),
    );
  },
);

t.test('what is useful to a fault is in two Roles of its own', async (t) => {
  const inNamespaces = Object.values(FAULT_PERMISSIONS).map((all) =>
    all.filter(({ isClusterWide }) => isClusterWide !== true),
  );
  const useful = new Set(inNamespaces.flatMap((all) => needed(all, ['useful'])));
  t.same([...allowedBy('record'), ...allowedBy('follow')].toSorted(), [...useful].toSorted());
});

t.test('what is of the whole cluster is to look at nodes, and never needed', async (t) => {
  const all = Object.values(FAULT_PERMISSIONS).flat();
  const wide = all.filter(({ isClusterWide }) => isClusterWide === true);
  t.same([...new Set(wide.map(describePermission))], ['get nodes']);
  t.ok(wide.every(({ need }) => need === 'useful'));
  const role = parse(readFileSync(`${ROOT}kubernetes/chaos/look-at-nodes/role.yaml`, 'utf8')) as Role;
  t.equal(role.kind, 'ClusterRole');
  t.same(role.rules, [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }]);
});

t.test('a watch lists what it watches', async (t) => {
  const resources = ['deployments.apps', 'pods', 'statefulsets.apps'];
  const both = ['list', 'watch'].flatMap((verb) => resources.map((resource) => `${verb} ${resource}`));
  t.same(allowedBy('watch'), both);
});
