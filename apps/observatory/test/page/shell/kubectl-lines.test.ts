import t from 'tap';
import { kubectlLines } from '../../../page/shell/kubectl-lines.ts';

t.test('lines for one pod, in its namespace', async (t) => {
  const lines = kubectlLines('generic-1', 'lab').map(({ line }) => line);
  t.ok(
    lines.every(
      (line) => line.startsWith('kubectl ') && line.includes('generic-1') && line.includes('-n lab'),
    ),
  );
  t.notMatch(kubectlLines('generic-1', '')[0]!.line, '-n');
});
