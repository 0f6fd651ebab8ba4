import t from 'tap';
import { kubectl, kubectlOfCluster, word } from '../../src/protocol/commands.ts';

const PLACE = { namespace: 'lab', selector: 'app=podder' };

t.test('commands name the cluster that they are meant for', async (t) => {
  t.equal(kubectl(PLACE, 'get', 'pods'), 'kubectl get pods -n lab');
  t.equal(
    kubectl({ ...PLACE, kubeconfig: '/tmp/a b', context: 'kind-b' }, 'get', 'pods'),
    "kubectl --kubeconfig='/tmp/a b' --context=kind-b get pods -n lab",
  );
  t.equal(
    kubectlOfCluster({ ...PLACE, context: 'kind-b' }, 'auth', 'whoami'),
    'kubectl --context=kind-b auth whoami',
  );
});

t.test('a word is one word to a shell, whatever is in it', async (t) => {
  t.equal(word('generic-5d4f-x7k'), 'generic-5d4f-x7k');
  t.equal(word("it's; rm"), String.raw`'it'\''s; rm'`);
  t.equal(word(''), "''");
});
