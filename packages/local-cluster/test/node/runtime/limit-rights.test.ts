import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { limitRights } from '../../../src/node/runtime/limit-rights.ts';
import { PLAIN, runtimeFor, specOf, textOf } from './support.ts';

const PATH = process.env['PATH'] ?? '';

t.test('root has no rights but those that were added', { skip: missing('root', 'setpriv') }, async (t) => {
  const runtime = runtimeFor(t);
  const command = ['sh', '-c', "sed -n 's/^CapEff:.//p' /proc/self/status"];
  const effective = async (name: string, capabilities?: string[]): Promise<bigint> => {
    const container = await runtime.start(specOf({ name, command, capabilities }));
    await container.ended;
    return BigInt(`0x${await textOf(await runtime.openLog('uid-1', name, PLAIN))}`.trim());
  };
  // Numbers of the kernel's capability.h.
  t.equal(await effective('one', ['NET_ADMIN']), 1n << 12n);
  t.equal(await effective('two', ['CAP_NET_ADMIN', 'NET_RAW']), (1n << 12n) | (1n << 13n));
  t.equal(await effective('none', []), 0n);
  t.ok((await effective('all')) & (1n << 21n), 'as long as nothing is said');
});

t.test('where nothing can be taken away', async (t) => {
  t.same(limitRights(undefined, PATH, true), []);
  t.same(limitRights(['NET_ADMIN'], PATH, false), [], 'who is not root has none');
  t.same(limitRights(['NET_ADMIN'], '/nosuch', true), [], 'without setpriv');
});

t.test('what is no capability is no option of setpriv', { skip: missing('setpriv') }, async (t) => {
  t.match(limitRights(['NET_ADMIN,+sys_admin', 'net_raw', '-all'], PATH, true), [
    /setpriv$/,
    '--bounding-set=-all',
    '--',
  ]);
});
