import t from 'tap';
import { PATIENCE_MS } from '../../../../../scripts/testing/until.ts';
import { execProbe } from '../../../src/node/probes/exec-probe.ts';
import { runtimeFor, specOf } from '../runtime/support.ts';

t.test('what a command in the container says', async (t) => {
  const runtime = runtimeFor(t);
  const container = await runtime.start(specOf({ command: ['sleep', '60'], env: { NAME: 'a' } }));
  const probe = (command: string[], timeoutMs = PATIENCE_MS) => execProbe({ container, command, timeoutMs });

  t.same(await probe(['sh', '-c', 'echo $NAME']), { passed: true, output: 'a\n' });
  t.same(await probe(['sh', '-c', 'echo err >&2; echo out; exit 3']), {
    passed: false,
    output: 'out\nerr\n',
  });
  t.same(await probe(['sh', '-c', 'kill -9 $$']), { passed: false, output: '' });
  t.same(await probe(['sh', '-c', 'echo "a b"; sleep 60'], 200), {
    passed: false,
    output: String.raw`command timed out: "sh -c echo \"a b\"; sleep 60" timed out after 200ms`,
  });
  t.same(await probe(['/no/such']), {
    passed: false,
    errored: true,
    output: 'exec: "/no/such": stat /no/such: no such file or directory',
  });
});
