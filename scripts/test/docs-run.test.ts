/** Every command of README.md and docs on a local cluster: it does what its page shows. */
import { mkdtemp, rm } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { startCluster } from '@pod-contagion/local-cluster';
import { ACTS } from '../docs-run/pages.ts';
import { describeOutcome, runActs } from '../docs-run/run-acts.ts';
import { openStage } from '../docs-run/stage.ts';
import { missing, runs } from '../testing/needs.ts';
import { PATIENCE_MS } from '../testing/until.ts';

t.setTimeout(540_000);

// Pages show what many podders do on a machine that has nothing else to do; those that come too late are killed by their probes.
try {
  setPriority(-10);
} catch {
  // Root alone may.
}

/** In the place of the 50 of the pages, beside other tests on two processors; rigs/real-cluster/docs.ts has them all. */
const PODDERS = 20;

const NO_PROGRAMS = missing('kubectl', 'curl', ['jq', runs('jq', '--version')]);
const NO_OWN_NETWORK = missing('Linux', 'root', 'network namespaces', 'iptables', 'ip6tables', 'tc');

t.test('commands do what their pages show', { skip: NO_PROGRAMS }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'docs-run-'));
  const network = NO_OWN_NETWORK === false ? { network: 'namespace' as const } : {};
  const cluster = await startCluster({ stateFolder: folder, ...network });
  t.teardown(async () => {
    await cluster.close();
    await rm(folder, { recursive: true });
  });
  const { kubeconfig } = cluster;
  const stage = await openStage({
    kind: 'local',
    kubeconfig,
    folder,
    node: process.execPath,
    noOwnNetwork: NO_OWN_NETWORK,
    atOnce: 4,
    patienceMs: PATIENCE_MS,
    podders: PODDERS,
  });
  t.teardown(() => stage.close());
  await runActs(ACTS, stage, (outcome) => {
    t.not(outcome.verdict, 'differs', describeOutcome(outcome));
  });
  if (NO_OWN_NETWORK !== false) t.test('faults of the network', { skip: NO_OWN_NETWORK }, () => {});
});
