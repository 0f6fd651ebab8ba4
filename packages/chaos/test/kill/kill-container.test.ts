import type { V1Pod } from '@kubernetes/client-node';
import t, { type Test } from 'tap';
import { killContainer, type KillContainerOptions } from '../../src/kill/kill-container.ts';
import type { KillEvent } from '../../src/kill/kill-events.ts';
import type { Kubernetes } from '../../src/kubernetes/connect.ts';
import type { RunReport } from '../../src/run/report.ts';
import type { Target } from '../../src/targets/target.ts';
import { findTargets } from '../../src/targets/find.ts';
import { readPod } from '../../src/kubernetes/pods.ts';
import { clusterFor, runPod } from '../testing/local-cluster.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { scriptedApi } from '../testing/scripted-api.ts';
import { scriptedExec, type ExecScript } from '../testing/scripted-exec.ts';

const NEVER = new AbortController().signal;
const TARGET = { namespace: 'shop', name: 'web', uid: 'uid-1', node: 'n' } as Target;
const BY_EXEC: KillContainerOptions = {
  container: 'main',
  signal: 'SIGTERM',
  via: 'exec',
  timeoutMs: 60_000,
};

const KILL = ['kill', '-s', 'TERM', '1'];
const SHELL = ['/bin/sh', '-c', 'kill -s TERM 1'];
const NODE = ['node', '-e', "process.kill(1, 'SIGTERM')"];

/** A pod whose container `main` has restarted so often, and is as it says besides. */
function web(restartCount: number, spec: Partial<V1Pod['spec']> = {}, idPrefix = 'containerd://'): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', name: 'web', uid: 'uid-1' },
    spec: { containers: [{ name: 'main' }, { name: 'sidecar' }], ...spec },
    status: {
      phase: 'Running',
      containerStatuses: [
        {
          name: 'main',
          restartCount,
          containerID: `${idPrefix}${restartCount}`,
          state: { running: { startedAt: '2026-11-02T12:00:00Z' } },
        },
        {
          name: 'sidecar',
          restartCount: 0,
          containerID: 'containerd://s',
          state: { waiting: { reason: 'CrashLoopBackOff' } },
        },
      ],
    },
  };
}

type Done = Readonly<{ report: RunReport; commands: string[][]; events: KillEvent[] }>;

/** Kills by exec in a pod that restarts whenever a command says `restarts`. */
async function kill(
  t: Test,
  script: (command: readonly string[]) => ReturnType<ExecScript> & { restarts?: boolean },
  options: Partial<KillContainerOptions> = {},
  pod: (restarts: number) => object = web,
): Promise<Done> {
  let restarts = 0;
  const { kube, server } = await scriptedApi(t, ({ path }) =>
    path === '/api/v1/namespaces/shop/pods/web' ? { body: pod(restarts) } : undefined,
  );
  const commands = scriptedExec(t, server, (command) => {
    const end = script(command);
    if (end.restarts === true) restarts++;
    return end;
  });
  const events: KillEvent[] = [];
  const onEvent = (event: { event: string }): void => void events.push(event as KillEvent);
  return {
    report: await killContainer(kube, [TARGET], { ...BY_EXEC, onEvent, ...options }, NEVER),
    commands,
    events,
  };
}

const errorOf = ({ targets: [target] }: RunReport): { code: string; message: string } | undefined =>
  target?.error;

t.test('the first command that can send it, and a container that ends by it', async (t) => {
  const { report, commands, events } = await kill(t, () => ({ exitCode: 0, restarts: true }));
  t.match(report, {
    verdict: 'held',
    fault: 'SIGTERM to container main',
    targets: [{ outcome: 'hit', hits: 1 }],
  });
  t.strictSame(commands, [KILL]);
  t.strictSame(
    events.map(({ event }) => event),
    ['signalled', 'done'],
  );
});

t.test('an image without kill, and one without a shell too', async (t) => {
  const shell = await kill(t, ([program]) =>
    program === '/bin/sh' ? { exitCode: 0, restarts: true } : { exitCode: 'not-started' },
  );
  t.equal(shell.report.verdict, 'held');
  t.strictSame(shell.commands, [KILL, SHELL]);
  const node = await kill(t, ([program]) =>
    program === 'node' ? { exitCode: 0, restarts: true } : { exitCode: 'not-started' },
  );
  t.strictSame(node.commands, [KILL, SHELL, NODE]);
  t.match(node.events[0], {
    event: 'way-failed',
    way: 'kill -s TERM 1',
    message: /exec: "kill": executable file not found/,
  });
});

t.test('a command that ends with the container was the one', async (t) => {
  const killed = await kill(t, () => ({ exitCode: 137, restarts: true }));
  t.match(killed, { report: { verdict: 'held' }, commands: [KILL] });
  const cut = await kill(t, () => ({ exitCode: 'cut', restarts: true }));
  t.match(cut, { report: { verdict: 'held' }, commands: [KILL] });
  t.equal(cut.commands.length, 1);
});

t.test('sent, and still running: nothing was hit, and why', async (t) => {
  const { report, commands } = await kill(t, () => ({ exitCode: 0 }), { timeoutMs: 500 });
  t.match(report, { verdict: 'no-effect', targets: [{ outcome: 'missed', hits: 0 }] });
  t.match(errorOf(report), {
    code: 'CHAOS_NO_EFFECT',
    message:
      'container main of pod shop/web was sent SIGTERM and still runs after 500 ms: its process 1 has no handler for SIGTERM, or does not end by it',
  });
  t.strictSame(commands, [KILL], 'it was sent, so no further way is tried');
});

t.test('no way at all', async (t) => {
  const { report, commands } = await kill(t, ([program]) =>
    program === 'kill' ? { exitCode: 1, output: 'Operation not permitted' } : { exitCode: 'not-started' },
  );
  t.match(errorOf(report), {
    code: 'CHAOS_SET_UP',
    message:
      /^no command in container main of pod shop\/web could send SIGTERM: kill -s TERM 1: .*not permitted;/,
  });
  t.equal(commands.length, 5);
});

t.test('a command that was given is the only one', async (t) => {
  const execCommand = ['/app', '--die'];
  const { report, commands } = await kill(t, () => ({ exitCode: 0, restarts: true }), { execCommand });
  t.equal(report.verdict, 'held');
  t.strictSame(commands, [execCommand]);
  await t.rejects(
    kill(t, () => ({ http: 500 }), { execCommand: [] }),
    { code: 'CHAOS_USAGE' },
  );
});

t.test('what the API server says to exec', async (t) => {
  const cases: [number, string, RegExp][] = [
    [403, 'CHAOS_FORBIDDEN', /it needs get .* on pods\/exec/],
    [404, 'CHAOS_API', /this cluster has no exec/],
    [405, 'CHAOS_API', /this cluster has no exec/],
    [500, 'CHAOS_API', /HTTP 500/],
  ];
  for (const [http, code, message] of cases) {
    const { report, commands } = await kill(t, () => ({ http }));
    t.match(errorOf(report), { code, message }, String(http));
    t.equal(commands.length, 1);
  }
});

t.test('what must not be killed is not, and nothing is run in it', async (t) => {
  const cases: [Partial<KillContainerOptions>, (restarts: number) => object, string, RegExp][] = [
    [{}, (n) => web(n, { hostPID: true }), 'CHAOS_REFUSED', /hostPID/],
    [
      { via: 'auto' },
      (n) => web(n, { shareProcessNamespace: true }),
      'CHAOS_REFUSED',
      /shareProcessNamespace/,
    ],
    [{}, (n) => web(n, {}, 'local://'), 'CHAOS_REFUSED', /process 1 is the machine's own/],
    [{ signal: 'SIGKILL' }, web, 'CHAOS_SET_UP', /ignores SIGKILL/],
    [
      { container: 'other' },
      web,
      'CHAOS_USAGE',
      /expected a container of pod shop\/web \(main, sidecar\), got "other"/,
    ],
    [{ container: undefined }, web, 'CHAOS_USAGE', /\(main, sidecar\), got none/],
    [{ container: 'sidecar' }, web, 'CHAOS_NO_EFFECT', /does not run: CrashLoopBackOff/],
    [{}, () => ({ kind: 'Pod', metadata: { uid: 'uid-2' } }), 'CHAOS_NO_EFFECT', /was gone already/],
  ];
  for (const [options, pod, code, message] of cases) {
    const { report, commands } = await kill(t, () => ({ exitCode: 0, restarts: true }), options, pod);
    t.match(errorOf(report), { code, message });
    t.strictSame(commands, [], String(message));
  }
});

t.test('on the local cluster no command is run that would signal process 1 of the machine', async (t) => {
  const kube: Kubernetes = await clusterFor(t);
  await runPod(kube, 'bare');
  const { chosen } = await findTargets(kube, { namespaces: ['default'], names: ['bare'], amount: 'all' });
  const report = await killContainer(kube, chosen, BY_EXEC, NEVER);
  t.match(errorOf(report), {
    code: 'CHAOS_REFUSED',
    message: /process 1 is the machine's own: use the agent/,
  });
});

t.test('an agent in a pod of the local cluster ends its container, once', async (t) => {
  const kube: Kubernetes = await clusterFor(t);
  const names = ['one', 'other'];
  await Promise.all(names.map((name) => runPod(kube, name)));
  for (const [index, name] of names.entries()) {
    const { chosen } = await findTargets(kube, { namespaces: ['default'], names: [name], amount: 'all' });
    const events: string[] = [];
    const options: KillContainerOptions = {
      signal: 'SIGTERM',
      via: index === 0 ? 'agent' : 'auto',
      timeoutMs: 60_000,
      onEvent: ({ event }) => events.push(event),
    };
    const report = await killContainer(kube, chosen, options, NEVER);
    t.match(
      report,
      { verdict: 'held', targets: [{ outcome: 'hit', hits: 1 }] },
      JSON.stringify(report.targets),
    );
    t.equal(events.includes('way-failed'), index === 1, 'exec is tried first by auto');
    const pod = await readPod(kube, { namespace: 'default', name });
    const agents = pod?.spec?.ephemeralContainers?.map(({ name: container }) => container);
    t.strictSame(agents, [`pod-chaos-${report.run}`]);
    await until('it to be started again', async () => {
      const now = await readPod(kube, { namespace: 'default', name });
      const status = now?.status?.containerStatuses?.[0];
      return status?.restartCount === 1 && status.state?.running !== undefined;
    });
  }
});
