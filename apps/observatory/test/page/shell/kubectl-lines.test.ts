import type { Source } from '@pod-contagion/observatory';
import t from 'tap';
import { kubectlLines } from '../../../page/shell/kubectl-lines.ts';

const SOURCE: Source = { kind: 'cluster', name: 'kind-lab', namespace: 'lab', selector: '' };

function linesOf(more: Partial<Source>, pod = 'generic-1'): readonly string[] {
  return kubectlLines(pod, { ...SOURCE, ...more }).map(({ line }) => line);
}

t.test('lines for one pod, in its namespace', async (t) => {
  const lines = linesOf({});
  t.equal(lines.length, 5);
  for (const line of lines) t.match(line, /^kubectl (get|describe|logs) .*generic-1.* -n lab$/);
});

t.test('they act on the cluster that is shown', async (t) => {
  for (const line of linesOf({ kubeconfig: '/home/an na/kubeconfig' }))
    t.match(line, /^kubectl --kubeconfig='\/home\/an na\/kubeconfig' \w+ /);
  for (const line of linesOf({ context: 'kind-b' })) t.match(line, /^kubectl --context=kind-b \w+ /);
  const recorded = linesOf({ kind: 'replay', recorded: 'cluster', context: 'kind-b' });
  t.equal(recorded[1], 'kubectl --context=kind-b describe pod generic-1 -n lab');
});

t.test('pods that are in no cluster have none', async (t) => {
  t.same(linesOf({ kind: 'simulation' }), []);
  t.same(linesOf({ kind: 'synthetic' }), []);
  t.same(linesOf({ kind: 'replay', recorded: 'simulation' }), []);
  t.same(kubectlLines('generic-1', undefined), []);
});

t.test('no name, which a recording may have from anywhere, is more than a word to a shell', async (t) => {
  for (const line of linesOf({}, 'a; rm b')) t.match(line, /'(involvedObject\.name=)?a; rm b'/);
});
