/**
 * Runs the tests that look for programs once more on a machine that has none of them: with a PATH in which every
 * program is but these, and an empty HOME. Each has to pass, and to say what it left out.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ROOT } from '../files.ts';
import { skipsOfLastRun } from './skips.ts';

/** What a plain system with Node.js lacks. */
const HIDDEN =
  /^(?:x?tables.*|ip6?tables.*|ip|tc|nft|nsenter|kubectl|openssl|curl|tmux|cpio|script|pgrep|setpriv)$/;

/** One file for each way in which tests use such programs; together they take less than a minute. */
const FILES: readonly string[] = [
  'apps/chaos-agent/test/failures.test.ts',
  'apps/contagion/test/terminal/screen.test.ts',
  'packages/chaos/test/agent/machine/command.test.ts',
  'packages/chaos/test/disruptors/disruptors.test.ts',
  'packages/chaos/test/faults/network/agent.test.ts',
  'packages/chaos/test/faults/network/netem/parse.test.ts',
  'packages/chaos/test/preflight/preflight.test.ts',
  'packages/chaos/test/run/real-agent.test.ts',
  'packages/local-cluster/test/cluster/namespace.test.ts',
  'packages/local-cluster/test/conformance/kubectl.test.ts',
  'packages/api-server/test/credentials/certificates.test.ts',
  'packages/local-cluster/test/network/namespace-network.test.ts',
  'packages/local-cluster/test/network/port-mapping.test.ts',
  'packages/local-cluster/test/conformance/kubectl-protobuf.test.ts',
  'packages/manifests/test/kustomize/build.test.ts',
  'rigs/netem/test/cpio.test.ts',
  'scripts/test/manifests.test.ts',
];

const machine = mkdtempSync(join(tmpdir(), 'bare-'));
process.on('exit', () => rmSync(machine, { recursive: true, force: true }));
const [home, programs] = [join(machine, 'home'), join(machine, 'bin')];
for (const folder of [home, programs]) mkdirSync(folder);
linkPrograms(programs);

const { KUBECONFIG: _, ...env } = process.env;
// As `npm test` does.
const NODE_OPTIONS = `"--import=${ROOT}scripts/testing/plain-processes.ts"`;
const ended = spawnSync('tap', ['run', '--disable-coverage', ...FILES], {
  cwd: ROOT,
  env: { ...env, PATH: programs, HOME: home, NODE_OPTIONS },
  stdio: 'inherit',
});
const said = skipsOfLastRun();
const silent = FILES.filter((file) =>
  (said.get(file) ?? []).every(({ reason }) => !reason.startsWith('needs ')),
);
if (silent.length > 0) {
  process.stderr.write(`expected each to say what it needs, got nothing from ${silent.join(', ')}\n`);
}
process.exitCode = ended.status === 0 && silent.length === 0 ? 0 : 1;

/** Links every program of PATH into a folder, the first of a name, but for those that are to be missing. */
function linkPrograms(folder: string): void {
  for (const place of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of namesIn(place)) {
      if (HIDDEN.test(name)) continue;
      try {
        symlinkSync(join(place, name), join(folder, name));
      } catch {
        // An earlier folder has one of that name.
      }
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
