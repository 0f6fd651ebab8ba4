/** Signals to the first process of a container: by real processes and process namespaces, and by scripted ones for the rest. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import t from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import { missing, runs } from '../../../../../scripts/testing/needs.ts';
import { machineContext } from '../../../src/agent/machine/context.ts';
import type { AgentContext, FaultPlan } from '../../../src/faults/fault-agent.ts';
import type { SignalFaultSpec } from '../../../src/faults/fault-spec.ts';
import { signalAgent } from '../../../src/faults/signal/signal-agent.ts';

type Signal = SignalFaultSpec['signal'];

/** A pod as it is seen from inside, with what is not as usual. */
type Pod = Partial<
  Readonly<{
    namespace: string;
    own: number;
    comm: string;
    caught: Signal[];
    ignored: Signal[];
    env: AgentContext['env'];
  }>
>;

function maskOf(signals: readonly Signal[] = []): string {
  const bits = signals.map((signal) => 1n << BigInt(constants.signals[signal] - 1));
  return bits
    .reduce((mask, bit) => mask | bit, 0n)
    .toString(16)
    .padStart(16, '0');
}

function podContext({ namespace = 'pid:[4026532999]', own = 42, comm = 'node', env = {}, ...masks }: Pod) {
  const sent: string[] = [];
  const status = `Name:\t${comm}\nSigIgn:\t${maskOf(masks.ignored)}\nSigCgt:\t${maskOf(masks.caught)}\n`;
  const files: Readonly<Record<string, string>> = {
    '/proc/self/stat': `${own} (a) b) R 0`,
    '/proc/1/comm': `${comm}\n`,
    '/proc/1/status': status,
    '/proc/77/status': status,
  };
  const context: AgentContext = {
    run: 'abcd1234',
    command: () => Promise.reject(new Error('expected no program to be run')),
    resolve: async () => [],
    async readFile(path) {
      const text = files[path];
      if (text === undefined) throw new Error(`ENOENT: ${path}`);
      return text;
    },
    readLink: async (path) => (path === '/proc/self/ns/pid' ? namespace : ''),
    signal: (pid, signal) => void sent.push(`${signal} to ${pid}`),
    env,
  };
  return { context, sent };
}

const plan = (signal: Signal, context: AgentContext): Promise<FaultPlan> =>
  signalAgent.plan({ kind: 'signal', signal }, context);

t.test('planning sends nothing; applying sends one, and counts it', async (t) => {
  const { context, sent } = podContext({ caught: ['SIGTERM'] });
  const { steps, effect } = await plan('SIGTERM', context);
  t.same(sent, []);
  t.same(await effect(), { hits: 0, unit: 'signals' });
  t.equal(steps.length, 1);
  t.equal(steps[0]?.what, 'SIGTERM to process 1');
  await steps[0]?.apply();
  t.same(sent, ['SIGTERM to 1']);
  t.same(await effect(), { hits: 1, unit: 'signals' });
  t.equal(signalAgent.momentary, true);
  t.same(await signalAgent.leftovers(context), []);
});

const CAUGHT: Pod = { caught: ['SIGTERM'] };
const REFUSED: readonly (readonly [what: string, signal: Signal, pod: Pod, message: RegExp])[] = [
  ['SIGKILL from inside', 'SIGKILL', CAUGHT, /kernel ignores SIGKILL for the first process/],
  [
    'the machine',
    'SIGTERM',
    { ...CAUGHT, namespace: 'pid:[4026531836]' },
    /machine's own init.*targetContainerName/,
  ],
  [
    'a namespace that can not be told',
    'SIGTERM',
    { ...CAUGHT, namespace: '' },
    /can't tell which process namespace/,
  ],
  ['a container of its own', 'SIGTERM', { ...CAUGHT, own: 1 }, /the agent itself.*targetContainerName/],
  ['a pause process', 'SIGTERM', { ...CAUGHT, comm: 'pause' }, /pause process.*shareProcessNamespace/],
  ['the init of a node', 'SIGTERM', { ...CAUGHT, comm: 'systemd' }, /hostPID/],
  ['no handler', 'SIGHUP', CAUGHT, /process 1 has no handler for SIGHUP/],
  ['an ignored signal', 'SIGTERM', { ...CAUGHT, ignored: ['SIGTERM'] }, /process 1 ignores SIGTERM/],
  ['a named first process', 'SIGTERM', { env: { POD_CONTAGION_TARGET_PID: '1' } }, /not the first, got "1"/],
  ['the agent by name', 'SIGTERM', { env: { POD_CONTAGION_TARGET_PID: '42' } }, /got the agent itself/],
  ['no number', 'SIGTERM', { env: { POD_CONTAGION_TARGET_PID: '-77' } }, /got "-77"/],
  ['an empty name', 'SIGTERM', { env: { POD_CONTAGION_TARGET_PID: '' } }, /got ""/],
  ['one that has gone', 'SIGTERM', { env: { POD_CONTAGION_TARGET_PID: '78' } }, /\/proc\/78\/status/],
  [
    'a named one that ignores it',
    'SIGHUP',
    { ignored: ['SIGHUP'], env: { POD_CONTAGION_TARGET_PID: '77' } },
    /process 77 ignores/,
  ],
];

t.test('what must not or can not be hit is refused before anything is sent', async (t) => {
  for (const [what, signal, pod, message] of REFUSED) {
    const { context, sent } = podContext(pod);
    await t.rejects(plan(signal, context), { code: 'CHAOS_SET_UP', message }, what);
    t.same(sent, []);
  }
});

t.test('a process that is named may be killed, on a machine too, and needs no handler', async (t) => {
  const env = { POD_CONTAGION_TARGET_PID: '77' };
  const { context, sent } = podContext({ namespace: 'pid:[4026531836]', env });
  const { steps } = await plan('SIGKILL', context);
  await steps[0]?.apply();
  t.same(sent, ['SIGKILL to 77']);
});

t.test('what the kernel does not allow says what is needed', async (t) => {
  const { context } = podContext(CAUGHT);
  const failing = (code: string): AgentContext => ({
    ...context,
    signal: () => {
      throw Object.assign(new Error(`kill ${code}`), { code });
    },
  });
  for (const [code, message] of [
    ['EPERM', /capability KILL/],
    ['ESRCH', /can't send SIGTERM to process 1: ESRCH/],
  ] as const) {
    const { steps, effect } = await plan('SIGTERM', failing(code));
    await t.rejects(steps[0]?.apply() ?? Promise.resolve(), { code: 'CHAOS_SET_UP', message });
    t.match(await effect(), { hits: 0 });
  }
});

t.test('a Mac, where there is no /proc: ps tells what is ignored', async (t) => {
  const env = { POD_CONTAGION_TARGET_PID: '77' };
  const onMac = (exitCode: number, stdout: string, variables: AgentContext['env'] = env) => {
    const { context, sent } = podContext({ env: variables });
    const asked: string[] = [];
    const mac: AgentContext = {
      ...context,
      readFile: async (path) => {
        throw new Error(`ENOENT: no such file or directory, open '${path}'`);
      },
      command: async (program, args) => {
        asked.push([program, ...args].join(' '));
        return { exitCode, stdout, stderr: '' };
      },
    };
    return { mac, sent, asked };
  };
  const { mac, sent, asked } = onMac(0, '       1\n');
  const { steps } = await plan('SIGTERM', mac);
  await steps[0]?.apply();
  t.same(sent, ['SIGTERM to 77']);
  t.same(asked, ['ps -o sigignore= -p 77']);
  await t.rejects(plan('SIGHUP', mac), { code: 'CHAOS_SET_UP', message: 'process 77 ignores SIGHUP' });
  await t.resolves(plan('SIGHUP', onMac(0, '-\n').mac), 'ps does not know');
  await t.rejects(plan('SIGHUP', onMac(1, '').mac), {
    code: 'CHAOS_SET_UP',
    message: /expected process 77 to run/,
  });
  const own = { POD_CONTAGION_TARGET_PID: String(process.pid) };
  await t.rejects(plan('SIGHUP', onMac(0, '0', own).mac), { message: /got the agent itself/ });
  await t.rejects(plan('SIGHUP', onMac(0, '0', {}).mac), { message: /expected to read \/proc\/self\/stat/ });
});

t.test(
  'for real: ps',
  { skip: missing(['ps with the column sigignore', runs('ps', '-o', 'sigignore=', '-p', '1')]) },
  async (t) => {
    const child = spawn('sh', ['-c', "trap '' HUP; echo ready; while :; do sleep 0.1; done"], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    t.teardown(() => child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const env = { POD_CONTAGION_TARGET_PID: String(child.pid) };
    const context: AgentContext = {
      ...machineContext(env),
      run: 'abcd1234',
      readFile: async () => {
        throw new Error('ENOENT');
      },
    };
    await t.rejects(plan('SIGHUP', context), { message: /ignores SIGHUP/ });
    const { steps } = await plan('SIGTERM', context);
    const ended = once(child, 'exit');
    await steps[0]?.apply();
    t.same(await ended, [null, 'SIGTERM']);
    await t.rejects(plan('SIGTERM', context), { message: /expected process \d+ to run/ });
  },
);

// It reads /proc.
t.test('a real process that is named', { skip: missing('Linux') }, async (t) => {
  const child = spawn('sleep', ['3600'], { stdio: 'ignore' });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  const env = { POD_CONTAGION_TARGET_PID: String(child.pid) };
  const { steps } = await plan('SIGTERM', { ...machineContext(env), run: 'abcd1234' });
  const ended = once(child, 'exit');
  await steps[0]?.apply();
  t.same(await ended, [null, 'SIGTERM']);
});

t.test('the real first process of a namespace', { skip: missing('PID namespaces', 'pgrep') }, async (t) => {
  const script = "trap 'exit 7' TERM; trap '' HUP; while :; do sleep 0.1; done";
  const outer = spawn('unshare', ['--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', script], {
    stdio: 'ignore',
  });
  t.teardown(() => outer.kill('SIGKILL'));
  const inner = await childOf(outer);
  const run = (signal: Signal) => inNamespace(inner, signal);
  t.match(await run('SIGKILL'), /kernel ignores SIGKILL/);
  t.match(await run('SIGHUP'), /no handler for SIGHUP/);
  t.match(await run('SIGUSR1'), /no handler for SIGUSR1/);
  t.equal(outer.exitCode, null);
  const ended = once(outer, 'exit');
  await run('SIGTERM');
  t.same(await ended, [7, null]);
});

/** The process whose number is 1 in the namespace, once its traps are set. */
async function childOf(outer: ChildProcess): Promise<number> {
  return until('a first process', () => {
    try {
      const inner = Number(execFileSync('pgrep', ['-P', String(outer.pid)], { encoding: 'utf8' }));
      const status = readFileSync(`/proc/${inner}/status`, 'latin1');
      const caught = BigInt(`0x${/SigCgt:\s*([0-9a-f]+)/.exec(status)?.[1] ?? '0'}`);
      const ignored = BigInt(`0x${/SigIgn:\s*([0-9a-f]+)/.exec(status)?.[1] ?? '0'}`);
      return ((caught >> 14n) & ignored & 1n) === 1n && inner;
    } catch {
      return undefined;
    }
  });
}

/** Plans and applies within the namespaces of a process; what went wrong is returned. */
async function inNamespace(pid: number, signal: Signal): Promise<string> {
  const urls = ['../../../src/faults/signal/signal-agent.ts', '../../../src/agent/machine/context.ts'].map(
    (path) => JSON.stringify(new URL(path, import.meta.url).href),
  );
  const script = `
    const { signalAgent } = await import(${urls[0]});
    const { machineContext } = await import(${urls[1]});
    try {
      const context = { ...machineContext({}), run: 'abcd1234' };
      const { steps } = await signalAgent.plan({ kind: 'signal', signal: '${signal}' }, context);
      await steps[0].apply();
    } catch (error) {
      console.log(error.message);
    }`;
  const args = [
    '-t',
    String(pid),
    '-p',
    '-m',
    process.execPath,
    '--conditions=@pod-contagion/source',
    '--input-type=module',
    '-e',
    script,
  ];
  const child = spawn('nsenter', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (data) => (text += String(data)));
  await once(child, 'close');
  return text;
}
