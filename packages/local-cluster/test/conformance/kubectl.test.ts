import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { startCluster } from '../../src/index.ts';
import { runSteps } from './run-steps.ts';
import { STEPS } from './steps.ts';

t.test('kubectl works on the local cluster', { skip: missing('kubectl') }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  const cluster = await startCluster({ stateFolder: folder });
  t.teardown(async () => {
    await cluster.close();
    await rm(folder, { recursive: true });
  });
  const kubectl = {
    command: ['kubectl', `--cache-dir=${join(folder, 'cache')}`],
    env: { KUBECONFIG: cluster.kubeconfig },
  };
  let count = 0;
  await runSteps(kubectl, STEPS, ({ step, output, exitCode, ok }) => {
    count++;
    t.ok(ok, `kubectl ${step.args.join(' ')}`, { expected: String(step.expect), exitCode, output });
  });
  t.equal(count, STEPS.length);
});
