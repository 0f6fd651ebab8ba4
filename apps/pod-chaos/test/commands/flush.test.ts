/** A local cluster has no kube-proxy, and its nodes are this machine: nothing of it is ever flushed, and it is said why. */
import t from 'tap';
import { jsonLines, run, type Ended } from '../testing/command-line.ts';
import { startTestCluster } from '../testing/cluster.ts';

const cluster = await startTestCluster(t);
const chaos = (...argv: string[]): Promise<Ended> => run(argv, cluster.kubeconfig);

async function podNames(): Promise<readonly (string | undefined)[]> {
  const { items } = await cluster.kube.core.listPodForAllNamespaces();
  return items.map(({ metadata }) => metadata?.name);
}

t.test('refuses before a pod is made', async (t) => {
  const unsaid = await chaos('flush', '--node', 'local');
  t.match(unsaid, {
    code: 4,
    out: '',
    err: /from node local may fail.*--yes-this-node says that this is meant/,
  });
  const why =
    /node local is a local cluster's: .* not rules of kube-proxy, so that there is nothing to flush; nothing was touched/;
  const flags = ['flush', '--node', 'local', '--yes-this-node', '--table', 'nat', '--duration', '5s'];
  t.match(await chaos(...flags), { code: 4, err: why });
  t.match(await chaos(...flags, '--dry-run'), { code: 4, err: why });
  const json = await chaos(...flags, '--json');
  t.match(jsonLines(json.out), [
    { event: 'cluster' },
    { event: 'end', exitCode: 4, error: { code: 'CHAOS_NO_KUBE_PROXY', message: why } },
  ]);
  t.match(await chaos('flush', '--node', 'other', '--yes-this-node'), {
    code: 4,
    err: /expected a node other, got none/,
  });
  t.same(await podNames(), []);
});

t.test('preflight says the same, and makes no pod either', async (t) => {
  const { code, out } = await chaos('preflight', '--fault', 'flush', '--node', 'local', '--check-nodes');
  t.equal(code, 1);
  t.match(out, /^flush: no$/m);
  t.match(out, /NO +kube-proxy +node local is a local cluster's/);
  const none = await chaos('preflight', '--fault', 'flush');
  t.match(none, { code: 1, out: /^flush: unknown$[^]*no node was named: --node NODE asks about one/m });
  const other = await chaos('preflight', '--fault', 'flush', '--node', 'other');
  t.match(other, { code: 1, out: /NO +node +expected a node other, got none/ });
  t.same(await podNames(), []);
});

t.test('cleanup of a node wants one namespace, and no pod', async (t) => {
  for (const more of [['-A'], ['-p', 'web'], ['-n', 'one', '-n', 'two']]) {
    t.match(await chaos('cleanup', '--node', 'local', ...more), {
      code: 2,
      err: /expected --node with one namespace/,
    });
  }
});
