import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { startCluster } from '../../src/index.ts';
import { runSteps } from './run-steps.ts';
import { STEPS } from './steps.ts';

const found = spawnSync('kubectl', ['version', '--client']).status === 0;

t.test(
  'kubectl works on the local cluster',
  { skip: found ? false : 'kubectl is not on this machine' },
  async (t) => {
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
  },
);
