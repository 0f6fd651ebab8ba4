/** The Kubernetes client takes a third of a second to load: only what asks a cluster may load it. */
import t from 'tap';
import { ROOT, SOURCE_CONDITION } from '../../../../scripts/files.ts';
import { start } from '../testing/command-line.ts';

const TELL = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from 'node:module';
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('@kubernetes/')) process.stderr.write('CLIENT LOADED\\n');
    return next(specifier, context);
  },
});`)}`;

// From source: in a bundle a package has no name any more.
const COMMAND = [
  process.execPath,
  '--import',
  TELL,
  `--conditions=${SOURCE_CONDITION}`,
  `${ROOT}apps/pod-chaos/src/main.ts`,
];

const loads = async (argv: readonly string[], kubeconfig = '/none'): Promise<boolean> => {
  const { err } = await start(argv, kubeconfig, COMMAND).ended;
  return err.includes('CLIENT LOADED');
};

t.test('help, wrong usage and probe do without', async (t) => {
  for (const argv of [
    ['--help'],
    ['--version'],
    ['kill', '--help'],
    ['kill'],
    ['disrupt', '-p', 'web', '--netem', 'wrong'],
    ['disconnect', '-p', 'web', '--to', '1.2.3.4/99'],
    ['probe', 'http://127.0.0.1:1/', '--count', '1'],
    ['proxy', '--port', '0', '--duration', '1s'],
  ]) {
    t.notOk(await loads(argv), argv.join(' '));
  }
});

t.test('what asks a cluster loads it', async (t) => {
  const kubeconfig = `{current-context: it, contexts: [{name: it, context: {cluster: it}}],
    clusters: [{name: it, cluster: {server: 'http://127.0.0.1:1'}}]}`;
  t.ok(await loads(['status'], `${t.testdir({ kubeconfig })}/kubeconfig`));
});

t.test('no kubeconfig at all', async (t) => {
  const { code, out, err } = await start(['status'], '').ended;
  t.equal(code, 2);
  t.equal(out, '');
  t.equal(err, 'pod-chaos: expected --kubeconfig, $KUBECONFIG or ~/.kube/config, got none\n');
});
