import { join } from 'node:path';
import t from 'tap';
import { impersonationHeaders } from '../../src/credentials/impersonation.ts';
import { accessFor, ask, kubeconfigOf } from '../testing/ask.ts';
import { openMirror } from '../testing/mirror.ts';

t.test('every part is a header, groups and extras one for each value', async (t) => {
  const mirror = await openMirror(t);
  const user =
    'as: jöe, as-uid: "42", as-groups: [one, two], as-user-extra: {Scopes: [a, b], "example.org/a b%": [c], none: []}';
  const kubeconfig = join(t.testdir({ it: kubeconfigOf(`server: "${mirror.url}"`, user) }), 'it');
  await ask(await accessFor(t, { kubeconfig }));
  const headers = mirror.arrived[0]?.headers.filter(([name]) => name.startsWith('impersonate-'));
  t.same(headers, [
    ['impersonate-extra-example.org%2fa%20b%25', 'c'],
    ['impersonate-extra-scopes', 'a'],
    ['impersonate-extra-scopes', 'b'],
    ['impersonate-group', 'one'],
    ['impersonate-group', 'two'],
    ['impersonate-uid', '42'],
    ['impersonate-user', Buffer.from('jöe').toString('latin1')],
  ]);
});

t.test('nobody is no header', async (t) => {
  t.same(impersonationHeaders({ user: '', uid: '', groups: [], extra: new Map() }), {});
});
