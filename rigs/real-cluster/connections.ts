/**
 * Faults of connections and of requests on a real cluster, each seen by a pod that asks: the toxics of docs/chaos/toxics.md, what
 * `slow` and `fail` do, connections that were open before, and one pod that has had more agents than the kubelet keeps whole
 * reports of: `node --conditions=@pod-contagion/source rigs/real-cluster/connections.ts --kubeconfig FILE`, as cluster admin, with
 * the images pod-contagion:generic and pod-contagion:chaos on the nodes. It makes a namespace and removes it; takes ten minutes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openLab } from './lab.ts';
import { must, podChaos, type Ended } from './run.ts';
import { ANSWER_BYTES, PORT, startServed, type Kept, type Look, type Seen, type Served } from './served.ts';

const { kubeconfig, kubectl, namespace: NAMESPACE, surprise, tryAll } = openLab('connections');

/** Longer than each look takes. */
const LASTS = '--duration=12s';

/** More than the ten whose reports the kubelet keeps whole: 12 KiB of a pod, shared by all its containers. */
const MANY_AGENTS = 16;

/** A fault, what is asked while it lasts, and whether that looks as it should. */
type Row = Readonly<{ flags: readonly string[]; look?: Look; isRight: (seen: readonly Seen[]) => boolean }>;

const within = (ms: number | null | undefined, least: number, most: number): boolean =>
  ms !== null && ms !== undefined && ms >= least && ms <= most;
const all = (fits: (seen: Seen) => boolean) => (seen: readonly Seen[]) => seen.length > 0 && seen.every(fits);
const isWhole = ({ bytes }: Seen): boolean => bytes > ANSWER_BYTES;

/** An answer that takes this much longer than it needs is late for other reasons. */
const SLACK_MS = 400;

const TOXICS: readonly Row[] = [
  {
    flags: ['-tlatency,latency=250,jitter=50'],
    look: { times: 5 },
    isRight: all((seen) => within(seen.firstMs, 198, 300 + SLACK_MS) && isWhole(seen)),
  },
  {
    flags: ['-tlatency,latency=100', '-tlatency,latency=100,upstream'],
    look: { times: 5 },
    isRight: all((seen) => within(seen.firstMs, 198, 200 + SLACK_MS) && isWhole(seen)),
  },
  {
    flags: ['-tbandwidth,rate=20'],
    isRight: all((seen) => within(seen.endMs, 1_800, 2_200 + SLACK_MS) && isWhole(seen)),
  },
  {
    flags: ['-treset_peer,toxicity=0.1'],
    look: { times: 80 },
    isRight: (seen) => {
      const resets = seen.filter(({ error }) => error === 'ECONNRESET').length;
      return resets >= 1 && resets <= 24 && seen.filter(isWhole).length === seen.length - resets;
    },
  },
  {
    flags: ['-tlimit_data,bytes=5000'],
    isRight: all(({ bytes, endMs }) => bytes === 5_000 && endMs !== null),
  },
  {
    flags: ['-ttimeout'],
    look: { keep: true },
    isRight: all(({ bytes, endMs }) => bytes === 0 && endMs === null),
  },
  {
    flags: ['-ttimeout,timeout=2000'],
    look: { keep: true },
    isRight: all(({ bytes, endMs }) => bytes === 0 && within(endMs, 1_990, 2_000 + SLACK_MS)),
  },
  {
    flags: ['-tslicer,average_size=16,size_variation=8,delay=100'],
    isRight: all((seen) => seen.pieces > 100 && isWhole(seen)),
  },
  {
    flags: ['-tslow_close,delay=3000'],
    isRight: all(
      (seen) =>
        within(seen.firstMs, 0, SLACK_MS) && within(seen.endMs, 2_990, 3_000 + SLACK_MS) && isWhole(seen),
    ),
  },
  {
    flags: ['-tnoop'],
    look: { times: 5 },
    isRight: all((seen) => within(seen.endMs, 0, SLACK_MS) && isWhole(seen)),
  },
];

const answers = (status: number) => all((seen) => seen.status === status);

const REQUESTS: readonly (Row & Readonly<{ command: 'slow' | 'fail' }>)[] = [
  {
    command: 'slow',
    flags: ['-d250ms', '--variation=50ms'],
    look: { times: 5 },
    isRight: all((seen) => within(seen.firstMs, 198, 300 + SLACK_MS) && isWhole(seen)),
  },
  {
    command: 'slow',
    flags: ['-d500ms', '--path=/api/orders', '--method=POST', '--header=X-User: jane'],
    look: {
      times: 3,
      path: '/api/orders/7',
      method: 'POST',
      headers: ['X-User: jane', 'Content-Length: 0'],
    },
    isRight: all((seen) => within(seen.firstMs, 498, 500 + SLACK_MS)),
  },
  {
    command: 'slow',
    flags: ['--bytes-per-second=20000', '--path=*.zip'],
    look: { path: '/all.zip' },
    isRight: all((seen) => within(seen.endMs, 1_800, 2_200 + SLACK_MS) && isWhole(seen)),
  },
  {
    command: 'fail',
    flags: ['--rate=50%', '--code=503'],
    look: { times: 60 },
    isRight: (seen) => {
      const failed = seen.filter(({ status }) => status === 503).length;
      return (
        failed >= 12 &&
        failed <= 48 &&
        seen.filter(({ status }) => status === 200).length === seen.length - failed
      );
    },
  },
  {
    command: 'fail',
    flags: ['--first=2'],
    look: { times: 4 },
    isRight: (seen) =>
      seen.map(({ status }) => (status === 200 ? 'well' : 'failed')).join() === 'failed,failed,well,well',
  },
  {
    command: 'fail',
    flags: ['--code=429', '--response-header=Retry-After: 5'],
    isRight: all(({ status, head }) => status === 429 && /^retry-after: 5$/im.test(head)),
  },
  { command: 'fail', flags: ['--reset'], isRight: all(({ error }) => error === 'ECONNRESET') },
  {
    command: 'fail',
    flags: ['-d2s', '--code=504'],
    isRight: all((seen) => seen.status === 504 && within(seen.firstMs, 1_990, 2_000 + SLACK_MS)),
  },
];

await tryAll(async () => {
  const served = await startServed(kubeconfig, kubectl, NAMESPACE);
  say(all(isWhole)(await served.look({ times: 3 })), 'before', await served.look({ times: 3 }));
  for (const row of TOXICS) await tryRow(served, 'toxic', row);
  for (const row of REQUESTS) await tryRow(served, row.command, row);
  await elsewhere(served);
  await openBefore(served);
  await nothingToHit(served);
  await nothingLeft(served);
  // Of a pod that has had all these agents, and some more.
  await manyAgents(served);
});

async function tryRow(served: Served, command: string, { flags, look, isRight }: Row): Promise<void> {
  const { ended, seen } = await served.during([command, `--port=${PORT}`, LASTS, ...flags], () =>
    served.look(look),
  );
  const what = [command, ...flags].join(' ');
  say(isRight(seen) && ended.exitCode === 0 && ended.stdout.includes('held: 1 of 1'), what, seen, ended);
}

/** Another path than the one that is meant. */
async function elsewhere(served: Served): Promise<void> {
  const flags = ['fail', `--port=${PORT}`, LASTS, '--code=503', '--path=/api'];
  const { ended, seen } = await served.during(flags, async () => [
    ...(await served.look({ path: '/apis' })),
    ...(await served.look({ path: '/api/users' })),
  ]);
  say(
    answers(200)(seen.slice(0, 1)) && answers(503)(seen.slice(1)),
    'fail --path=/api: /apis, /api/users',
    seen,
    ended,
  );
}

/** Connections that a client keeps: left alone, or reset at their next packet and hit then. */
async function openBefore(served: Served): Promise<void> {
  const kept = ['slow', `--port=${PORT}`, '-d250ms', '--duration=6s'];
  for (const reset of [false, true]) {
    const asking = served.keepAsking(16);
    await sleep(2_000);
    const { ended } = await served.during(
      [...kept, ...(reset ? ['--reset-open'] : [])],
      async () => undefined,
    );
    const seen = await asking;
    const late = seen.filter(({ ms }) => ms > 245).length;
    const resets = seen.filter(({ status }) => status === 'ECONNRESET').length;
    const isRight = reset
      ? ended.exitCode === 0 && late >= 5 && resets === 1
      : ended.exitCode === 1 && late <= 1 && resets === 0;
    sayKept(isRight, `slow -d250ms${reset ? ' --reset-open' : ''}, a connection that was open`, seen, ended);
  }
}

/** A run in which nobody asked has failed. */
async function nothingToHit(served: Served): Promise<void> {
  const ended = await served.chaos(['toxic', `--port=${PORT}`, '-tlatency,latency=10', '--duration=2s']);
  say(
    ended.exitCode === 1 && ended.stdout.includes('no-effect: 0 of 1'),
    'toxic, and nobody asks',
    [],
    ended,
  );
}

async function nothingLeft(served: Served): Promise<void> {
  const status = await podChaos(kubeconfig, ['status', `-n${NAMESPACE}`]);
  const seen = await served.look({ times: 3 });
  const isRight = all(isWhole)(seen) && `${status.stdout}${status.stderr}`.includes('no fault is active');
  say(isRight, 'nothing is left', seen, status);
}

/** The kubelet shares 12 KiB among the reports of a pod, and cuts each to its part. */
async function manyAgents(served: Served): Promise<void> {
  const path = '{range .spec.ephemeralContainers[*]}.{end}';
  const count = async (): Promise<number> =>
    (await must(kubectl, ['get', 'pod', served.pod, '-n', NAMESPACE, '-o', `jsonpath=${path}`])).length;
  let wrong = 0;
  while ((await count()) < MANY_AGENTS + 12) {
    const flags = ['toxic', `--port=${PORT}`, '--duration=2s', '-tlatency,latency=50'];
    const { ended, seen } = await served.during(flags, () => served.look({ times: 3 }));
    if (ended.exitCode !== 0 || !seen.every(isWhole)) {
      wrong += 1;
      say(false, 'one of many agents', seen, ended);
    }
  }
  say(wrong === 0, `${await count()} agents in one pod`, []);
  await nothingLeft(served);
}

function say(isRight: boolean, what: string, seen: readonly Seen[], ended?: Ended): void {
  const { length } = seen;
  const values = (of: (seen: Seen) => number | string | null): string => {
    const some = [...new Set(seen.map(of))];
    return some.length > 6 ? `${some.slice(0, 6).join(', ')}, ...` : some.join(', ');
  };
  const ms = (value: number | null): string => (value === null ? 'never' : `${Math.round(value)}`);
  const told =
    length === 0
      ? 'nothing asked'
      : `${length} asked: first byte after ${values(({ firstMs }) => ms(firstMs))} ms, over after ${values(({ endMs }) => ms(endMs))} ms, bytes ${values(({ bytes }) => bytes)}, pieces ${values(({ pieces }) => pieces)}, status ${values(({ status }) => status)}, errors ${values(({ error }) => error)}`;
  write(isRight, what, told, ended);
}

function sayKept(isRight: boolean, what: string, seen: readonly Kept[], ended: Ended): void {
  const told = seen.map(({ status, ms }) => `${status} ${Math.round(ms)}`).join(', ');
  write(isRight, what, told, ended);
}

function write(isRight: boolean, what: string, told: string, ended?: Ended): void {
  if (!isRight) surprise();
  const said =
    ended === undefined ? '' : `\n      ${isRight ? lastLines(ended) : ended.stdout + ended.stderr}`;
  process.stdout.write(`${isRight ? 'ok  ' : 'NOT '}${what}: ${told}${said}\n`);
}

function lastLines({ stdout, stderr }: Ended): string {
  return stdout.trim().split('\n').slice(-2).join(' | ') || stderr.trim();
}
