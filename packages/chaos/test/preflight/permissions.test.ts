import t from 'tap';
import { PREFLIGHT_FAULTS } from '../../src/preflight/check.ts';
import { judgeAccess, type Access } from '../../src/preflight/check-permissions.ts';
import { describePermission, FAULT_PERMISSIONS, type Permission } from '../../src/preflight/permissions.ts';

/** What a Role for a fault has to hold. */
function needed(fault: (typeof PREFLIGHT_FAULTS)[number], need: Permission['need']): string[] {
  return FAULT_PERMISSIONS[fault].filter((each) => each.need === need).map(describePermission);
}

function judge(fault: (typeof PREFLIGHT_FAULTS)[number], denied: (permission: string) => boolean) {
  const access = FAULT_PERMISSIONS[fault].map((permission): [Permission, Access] => [
    permission,
    denied(describePermission(permission)) ? 'denied' : 'allowed',
  ]);
  return judgeAccess('default', new Map(access));
}

t.test('what each fault can not do without', async (t) => {
  t.same(needed('delete', 'always'), ['list pods', 'delete pods']);
  t.same(needed('schedule', 'always'), ['list pods', 'delete pods']);
  t.same(needed('evict', 'always'), ['list pods', 'create pods/eviction']);
  t.same(needed('container', 'always'), ['list pods', 'get pods']);
  t.same(needed('container', 'exec'), ['create pods/exec', 'get pods/exec']);
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

t.test('of two ways to a container one is enough', async (t) => {
  const [without] = judge('container', (name) => /exec|ephemeral/.test(name));
  t.match(without, { answer: 'no', why: /create pods\/exec .*patch pods\/ephemeralcontainers/ });
});

t.test('a cluster that does not say', async (t) => {
  const [permission] = FAULT_PERMISSIONS.delete;
  if (permission === undefined) throw new Error('expected a permission');
  t.match(judgeAccess('default', new Map([[permission, 'silent']])), [
    { answer: 'unknown', harmless: true, why: /does not say/ },
  ]);
  const [failed] = judgeAccess('default', new Map([[permission, { error: 'no route' }]]));
  t.match(failed, { answer: 'unknown', why: "can't ask for default: no route" });
  t.equal(failed?.harmless, undefined);
});
