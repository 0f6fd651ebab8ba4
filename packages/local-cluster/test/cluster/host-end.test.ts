import { existsSync, readdirSync } from 'node:fs';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import {
  clientOf,
  freshFolder,
  pod,
  PODS,
  processesOf,
  startFor,
  startHost,
  until,
  untilReady,
} from './support.ts';

/** Ways in which a program ends that has not closed its cluster, and what it ends with. */
const ENDS: readonly (readonly [string, string, number | NodeJS.Signals])[] = [
  ['process.exit', 'process.exit(7);', 7],
  ['an exception', "throw new Error('unforeseen');", 1],
  ['a rejection', "void Promise.reject(new Error('unforeseen'));", 1],
];

for (const [what, code, ending] of ENDS) {
  t.test(
    `a program that ends by ${what} takes all its pods with it`,
    { skip: missing('Linux', 'setsid') },
    async (t) => {
      const stateFolder = freshFolder(t);
      const host = await startHost(t, { stateFolder }, `process.stdin.once('data', () => { ${code} });`);
      const api = clientOf(host.kubeconfig);
      await api.create(PODS, pod('deaf', 'deaf', { terminationGracePeriodSeconds: 600 }));
      await api.create(PODS, pod('sleeper', 'sleeper'));
      await untilReady(api, 2);
      await api.close();
      await until('one that has left its group', () => processesOf(host.id).length >= 4);
      host.child.stdin?.write('now');
      t.equal(await host.ended, ending);
      await until('all of them to be gone', () => processesOf(host.id).length === 0);
      const { notices } = await startFor(t, { stateFolder });
      t.match(notices, [/^cleaned up .* ended 0 of its processes$/]);
    },
  );
}

t.test('signals are the business of the program', async (t) => {
  const stateFolder = freshFolder(t);
  const bare = await startHost(t, { stateFolder });
  bare.child.kill('SIGTERM');
  t.equal(await bare.ended, 'SIGTERM', 'ends as any program does that has no handler');

  const kind = await startHost(
    t,
    { stateFolder },
    `process.once('SIGINT', async () => { await cluster.close(); console.log('closed'); process.exit(0); });`,
  );
  const api = clientOf(kind.kubeconfig);
  await api.create(PODS, pod('deaf', 'deaf'));
  await untilReady(api, 1);
  await api.close();
  kind.child.kill('SIGINT');
  t.equal(await kind.ended, 0);
  t.same(processesOf(kind.id), []);
  t.notOk(existsSync(kind.kubeconfig));
  t.same(readdirSync(stateFolder), []);
});

t.test('a program may end by itself once its cluster is closed', async (t) => {
  const host = await startHost(
    t,
    { stateFolder: freshFolder(t) },
    `process.stdin.once('data', async () => { await cluster.close(); process.stdin.destroy(); });`,
  );
  const api = clientOf(host.kubeconfig);
  await api.create(PODS, pod('sleeper', 'sleeper'));
  await untilReady(api, 1);
  await api.close();
  host.child.stdin?.write('now');
  t.equal(await host.ended, 0);
});
