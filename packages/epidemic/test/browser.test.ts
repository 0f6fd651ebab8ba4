import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import t from 'tap';
import { SOURCE_CONDITION } from '../../../scripts/files.ts';

t.test('works where there is nothing of Node.js', async (t) => {
  const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [decodeURIComponent(entry)],
    bundle: true,
    write: false,
    // Anything of Node.js that is imported is an error here.
    platform: 'browser',
    format: 'iife',
    globalName: 'epidemic',
    conditions: [SOURCE_CONDITION],
    logLevel: 'silent',
  });
  const page = createContext({});
  runInContext(outputFiles[0]?.text ?? '', page);
  const told = runInContext(
    `const store = epidemic.createEpidemicStore();
     const pod = { uid: 'u', name: 'a', ready: true, over: false, containerId: 'c', restarts: 0 };
     store.observe({ type: 'pod', pod }, 0);
     const report = epidemic.readReport('{"state":"incubating","strain":"s","generation":1,"from":"b"}');
     store.observe({ type: 'report', uid: 'u', containerId: 'c', report }, 0);
     JSON.stringify([store.present.counts.incubating, store.infections.get(0).from]);`,
    page,
  ) as string;
  t.equal(told, '[1,"b"]');
});
