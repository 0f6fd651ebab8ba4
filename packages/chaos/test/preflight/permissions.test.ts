import t from 'tap';
import { PREFLIGHT_FAULTS } from '../../src/preflight/check.ts';
import { createsExec, judgeAccess, type Access } from '../../src/preflight/check-permissions.ts';
import { describePermission, FAULT_PERMISSIONS, type Permission } from '../../src/preflight/permissions.ts';

/** What a Role for a fault has to hold. */
function needed(fault: (typeof PREFLIGHT_FAULTS)[number], need: Permission['need']): string[] {
  return FAULT_PERMISSIONS[fault].filter((each) => each.need === need).map(describePermission);
}

const isNeeded = ({ need }: Permission): boolean => need === 'always';

function judge(fault: (typeof PREFLIGHT_FAULTS)[number], denied: (permission: string) => boolean) {
  const access = FAULT_PERMISSIONS[fault].map((permission): [Permission, Access] => [
    permission,
    denied(describePermission(permission)) ? 'denied' : 'allowed',
  ]);
  return judgeAccess('default', new Map(access), isNeeded);
}

t.test('what each fault can not do without', async (t) => {
  t.same(needed('delete', 'always'), ['list pods', 'delete pods']);
  t.same(needed('schedule', 'always'), ['list pods', 'delete pods']);
  t.same(needed('evict', 'always'), ['list pods', 'create pods/eviction']);
  t.same(needed('container', 'always'), ['list pods', 'get pods']);
  t.same(needed('container', 'exec'), ['get pods/exec', 'create pods/exec']);
  t.same(needed('container', 'agent'), ['patch pods/ephemeralcontainers']);
  t.same(needed('network', 'always'), ['list pods', 'get pods', 'patch pods/ephemeralcontainers']);
});

t.test('each of them, taken away, is a no that names it', async (t) => {
  for (const fault of PREFLIGHT_FAULTS) {
    t.match(
      judge(fault, () => false),
      [{ answer: 'yes' }],
      fault,
    );
    for (const permission of FAULT_PERMISSIONS[fault]) {
      const name = describePermission(permission);
      const [finding] = judge(fault, (each) => each === name);
      t.match(
        finding,
        { answer: permission.need === 'always' ? 'no' : 'warning' },
        `${fault} without ${name}`,
      );
      t.ok(finding?.why.includes(`${name} (${permission.use})`));
    }
  }
});

t.test('exec asks for create from Kubernetes 1.35 on', async (t) => {
  for (const version of ['v1.20.15', '1.34', 'v1.31.1-aliyun.1', 'v1.30+']) t.notOk(createsExec(version));
  for (const version of ['v1.35.0', 'v1.40.2-gke.1', 'v2.0.0', 'odd', undefined]) t.ok(createsExec(version));
});

t.test('a cluster that does not say', async (t) => {
  const [permission] = FAULT_PERMISSIONS.delete;
  if (permission === undefined) throw new Error('expected a permission');
  t.match(judgeAccess('default', new Map([[permission, 'silent']]), isNeeded), [
    { answer: 'unknown', harmless: true, why: /does not say/ },
  ]);
  const [failed] = judgeAccess('default', new Map([[permission, { error: 'no route' }]]), isNeeded);
  t.match(failed, { answer: 'unknown', why: "can't ask for default: no route" });
  t.equal(failed?.harmless, undefined);
});
