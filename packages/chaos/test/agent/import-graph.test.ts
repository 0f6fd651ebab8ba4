/** What an agent is made of: small, and without the Kubernetes client, which it has no use for. */
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import t from 'tap';

/** citty comes along with what splits words of a shell, which reads rules of the packet filter. */
const FORBIDDEN = /node_modules\/(?!citty\/)/;
/** Far more than it is, far less than the Kubernetes client. */
const LIMIT_BYTES = 300_000;

t.test('the agent needs Node.js and hardly anything else', async (t) => {
  const { metafile, outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/agent/index.ts', import.meta.url))],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@pod-contagion/source'],
    logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs);
  t.ok(inputs.some((path) => path.endsWith('agent/run-agent.ts')));
  t.same(
    inputs.filter((path) => FORBIDDEN.test(path)),
    [],
  );
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  t.same(
    imports.filter((path) => !path.startsWith('node:')),
    [],
  );
  t.ok((outputFiles[0]?.contents.length ?? Infinity) < LIMIT_BYTES);
});
