import t from 'tap';
import { lockName } from '../../src/agent/lock-name.ts';

t.test('pods that share a network share the locks of what is done to it, and no others', async (t) => {
  const [one, other] = [{ env: { POD_UID: '1' } }, { env: { POD_UID: '2' } }];
  for (const kind of ['network', 'requests', 'signal', 'flush', 'rehearsal'] as const) {
    t.equal(lockName(kind, one), lockName(kind, other), kind);
    t.equal(lockName(kind, one), kind);
  }
  t.equal(lockName('toxics', one), lockName('requests', other), 'all proxies have one place');
  for (const kind of ['burn', 'fill-memory', 'fill-disk'] as const) {
    t.not(lockName(kind, one), lockName(kind, other), kind);
    t.equal(lockName(kind, { env: {} }), kind);
  }
});
