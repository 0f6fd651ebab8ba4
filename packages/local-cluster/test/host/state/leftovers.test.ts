import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import t from 'tap';
import { COMPILE_CACHE } from '../../../../../scripts/testing/compile-cache.ts';
import { missing, runs } from '../../../../../scripts/testing/needs.ts';
import { hostProcesses, type Processes } from '../../../src/host/processes.ts';
import { createPsProcesses } from '../../../src/host/ps-processes.ts';
import { processIdentity } from '../../../src/host/state/identity.ts';
import { endLeftovers } from '../../../src/host/state/leftovers.ts';

/** How a start after a kill may know about processes: as here, and as where there is no /proc. */
const WAYS: readonly (readonly [name: string, processes: Processes, skip: string | false])[] = [
  ['this machine', hostProcesses, false],
  // The ps of Linux has another way to ask for environments than that of macOS.
  ['ps', createPsProcesses({ withEnvironments: ['axeww'] }), missing('Linux', ['ps', runs('ps', '-V')])],
];

// The programs of macOS hide their environments.
const LINUX_ONLY = missing('Linux', 'setsid');
const RUNTIME = new URL('../../../src/node/runtime/local-runtime.ts', import.meta.url).href;
const CLOCK = import.meta.resolve('@pod-contagion/api-server/objects');

/** What a cluster that is going to be killed does: containers of all manners. Prints the pids of what must end. */
const CLUSTER = `
  import { createLocalRuntime } from ${JSON.stringify(RUNTIME)};
  import { systemClock } from ${JSON.stringify(CLOCK)};
  const runtime = createLocalRuntime({ folder: process.argv[1], clock: systemClock });
  const start = (podUid, command) =>
    runtime.start({ namespace: 'n', podName: podUid, podUid, name: 'c', attempt: 0, command, env: {} });
  const show = async (podUid) => {
    const log = await runtime.openLog(podUid, 'c', { follow: true, previous: false, timestamps: false });
    for await (const chunk of log) for (const pid of chunk.toString().trim().split('\\n')) console.log(pid);
  };
  const deaf = "trap '' TERM HUP INT; ";
  await start('alone', ['sh', '-c', 'echo $$; exec sleep 60']);
  await start('deaf', ['sh', '-c', deaf + 'echo $$; sleep 60 & echo $!; sleep 60; sleep 60']);
  await start('grandchild', ['sh', '-c', deaf + 'sh -c "echo \\\\$\\\\$; sleep 60; sleep 60" & echo $$; sleep 60; sleep 60']);
  await start('escaped', ['sh', '-c', 'echo $$; setsid sh -c "echo \\\\$\\\\$; sleep 60; sleep 60" & sleep 60']);
  for (const podUid of ['alone', 'deaf', 'grandchild', 'escaped']) void show(podUid);
`;

for (const [way, processes, skip] of WAYS) {
  t.test(
    `all that a killed cluster left ends, and a stranger lives on: by ${way}`,
    { skip: skip || LINUX_ONLY },
    async (t) => {
      const folder = t.testdir({});
      const stranger = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
      t.teardown(() => stranger.kill('SIGKILL'));
      const cluster = spawn(
        process.execPath,
        ['--conditions=@pod-contagion/source', '--input-type=module', '-e', CLUSTER, folder],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const pids: number[] = [];
      for await (const line of createInterface({ input: cluster.stdout })) {
        pids.push(Number(line));
        if (pids.length === 7) break;
      }
      const dead = once(cluster, 'close');
      cluster.kill('SIGKILL');
      await dead;
      t.ok(
        pids.every((pid) => processIdentity(pid) !== undefined),
        'they outlive it',
      );
      // The leader of a group may have ended by itself meanwhile, so that only grandchildren are left.
      const leader = readdirSync(join(folder, 'processes'))
        .map((name) => Number.parseInt(name, 10))
        .find((pid) => pids.includes(pid));
      if (leader === undefined) throw new Error('no process is on record');
      process.kill(leader, 'SIGKILL');

      const { ended } = await endLeftovers(folder, processes);
      t.ok(ended >= 4, `${ended} groups ended`);
      t.same(
        pids.map((pid) => processIdentity(pid)),
        pids.map(() => undefined),
      );
      t.notOk(existsSync(join(folder, 'processes')));
      t.type(processIdentity(stranger.pid ?? 0), 'string', 'it was not meant');
      t.same(await endLeftovers(folder, processes), { ended: 0 }, 'a second time nothing is left');
    },
  );

  t.test(`a process is known by its identity: by ${way}`, { skip }, async (t) => {
    const folder = t.testdir({ processes: {} });
    const child = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
    t.teardown(() => child.kill('SIGKILL'));
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    const write = (identity: string | undefined): void =>
      writeFileSync(
        join(folder, 'processes', `${pid}.json`),
        JSON.stringify({ pid, pgid: pid, identity, cluster: 'a' }),
      );
    write(`${processes.identityOf(pid)}0`);
    t.same(await endLeftovers(folder, processes), { ended: 0 });
    t.type(processes.identityOf(pid), 'string', 'it is another');
    mkdirSync(join(folder, 'processes'));
    write(processes.identityOf(pid));
    t.same(await endLeftovers(folder, processes), { ended: 1 });
    t.equal(processes.identityOf(pid), undefined);
  });
}

t.test('a record whose pid is another process by now, and other records not to be acted on', async (t) => {
  const folder = t.testdir({ processes: {} });
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
  t.teardown(() => stranger.kill('SIGKILL'));
  const pid = stranger.pid ?? 0;
  const identity = processIdentity(pid) ?? '';
  const own = processIdentity(process.pid) ?? '';
  const records: Record<string, unknown> = {
    reused: {
      pid,
      pgid: pid,
      identity: identity.replace(/[0-9]$/, (digit) => String((Number(digit) + 1) % 10)),
      cluster: 'a',
    },
    otherGroup: { pid: process.pid, pgid: pid, identity: own, cluster: 'a' },
    everybody: { pid: 1, pgid: 1, identity: processIdentity(1), cluster: '' },
    none: { pid: -1, pgid: -1, identity: '', cluster: 'a' },
    text: 'text',
    nothing: null,
  };
  mkdirSync(join(folder, 'processes'), { recursive: true });
  for (const [name, record] of Object.entries(records)) {
    writeFileSync(join(folder, 'processes', `${name}.json`), JSON.stringify(record));
  }
  writeFileSync(join(folder, 'processes', 'cut.json'), '{"pid": 12');
  t.same(await endLeftovers(folder), { ended: 0 });
  t.equal(processIdentity(pid), identity, 'it lives');
});

for (const [way, processes, skip] of WAYS) {
  t.test(
    `a group whose leader is gone counts by its environment alone: by ${way}`,
    { skip: skip || LINUX_ONLY },
    async (t) => {
      const folder = t.testdir({ processes: {} });
      const startOrphan = async (env: NodeJS.ProcessEnv) => {
        const leader = spawn('sh', ['-c', 'sleep 60 >/dev/null 2>&1 & echo $!'], {
          stdio: ['ignore', 'pipe', 'ignore'],
          detached: true,
          env: { ...COMPILE_CACHE, PATH: process.env['PATH'], ...env },
        });
        const [line] = await once(leader.stdout, 'data');
        await once(leader, 'close');
        return { leader: leader.pid ?? 0, orphan: Number(String(line)) };
      };
      const ours = await startOrphan({ POD_CONTAGION_CLUSTER: 'cluster-a' });
      const others = await startOrphan({
        POD_CONTAGION_CLUSTER: 'cluster-ab',
        X: 'POD_CONTAGION_CLUSTER=cluster-a',
      });
      t.teardown(() => process.kill(others.orphan, 'SIGKILL'));
      for (const { leader } of [ours, others]) {
        const record = { pid: leader, pgid: leader, identity: `gone/${leader}`, cluster: 'cluster-a' };
        writeFileSync(join(folder, 'processes', `${leader}.json`), JSON.stringify(record));
      }
      t.same(await endLeftovers(folder, processes), { ended: 1 });
      t.equal(processIdentity(ours.orphan), undefined);
      t.type(processIdentity(others.orphan), 'string');
    },
  );
}

t.test('a folder without records', async (t) => {
  t.same(await endLeftovers(join(t.testdir({}), 'nosuch')), { ended: 0 });
});
