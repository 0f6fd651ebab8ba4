import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from '../../scripts/files.ts';
import { processorMs } from '../process.ts';
import { median, table } from '../table.ts';
import { buildOurs, startNginx, startOurs, startPipe, startServer, type Contestant } from './contestants.ts';

const CONNECTIONS = [1, 64, 1_024] as const;
const ROUNDS = 5;
const ROUND_MS = 2_000;

/** What a round gave: of the load, and what it took of the proxy's processor, warm-up and all. */
type Round = Readonly<{
  bytesPerSecond: number;
  medianMs: number;
  p99Ms: number;
  /** Processor time for a gigabyte, or for a thousand exchanges, in ms. */
  costMs: number;
}>;

type Loaded = Omit<Round, 'costMs'> & Readonly<{ allBytes: number; allExchanges: number }>;

async function load(kind: 'flood' | 'echo', { ports, pid }: Contestant, connections: number): Promise<Round> {
  const args = [
    `${ROOT}bench/proxy/load.ts`,
    kind,
    String(ports[kind]),
    String(connections),
    String(ROUND_MS),
  ];
  const before = processorMs(pid);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => void (text += piece));
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`expected a measurement of ${args.join(' ')}, got none`);
  const usedMs = processorMs(pid) - before;
  const { allBytes, allExchanges, ...round } = JSON.parse(text) as Loaded;
  const done = kind === 'flood' ? allBytes / 1e9 : allExchanges / 1e3;
  return { ...round, costMs: usedMs / done };
}

/** Throughput and added latency of the standing proxy beside others, round by round in turn. */
export async function reportProxy(progress: (text: string) => void): Promise<void> {
  const program = await buildOurs();
  const server = await startServer();
  const contestants: Contestant[] = [server];
  try {
    contestants.push(await startPipe(server.ports), await startOurs(program, server.ports));
    contestants.push(
      await startOurs(program, server.ports, [{ type: 'noop' }, { type: 'noop', stream: 'upstream' }]),
    );
    const nginx = await startNginx(server.ports);
    if (nginx !== undefined) contestants.push(nginx);
    for (const connections of CONNECTIONS) await reportOne(contestants, connections, progress);
  } finally {
    for (const { close } of contestants) close();
  }
}

type Rounds = ReadonlyMap<string, Readonly<{ flood: Round[]; echo: Round[] }>>;

async function reportOne(
  contestants: readonly Contestant[],
  connections: number,
  progress: (text: string) => void,
): Promise<void> {
  const rounds: Rounds = new Map(contestants.map(({ name }) => [name, { flood: [], echo: [] }]));
  for (let round = 1; round <= ROUNDS; round++) {
    for (const contestant of contestants) {
      progress(`${contestant.name}, ${connections} connections, round ${round} of ${ROUNDS}`);
      for (const kind of ['flood', 'echo'] as const) {
        rounds.get(contestant.name)?.[kind].push(await load(kind, contestant, connections));
      }
    }
  }
  progress('');
  const names = contestants.map(({ name }) => name);
  const many = connections === 1 ? 'connection' : 'connections';
  process.stdout.write(`\nA standing proxy, ${connections} ${many}, medians of ${ROUNDS} rounds\n`);
  const columns = [
    '',
    'throughput',
    'of no proxy',
    'of pipe()',
    'added delay, median',
    'p99',
    'processor for 1 GB',
    'for 1,000 exchanges',
  ];
  process.stdout.write(
    table(
      columns,
      names.map((name) => rowOf(name, names, rounds)),
    ),
  );
}

function rowOf(name: string, [bare = '', pipe = '']: readonly string[], rounds: Rounds): string[] {
  const of = (who: string, kind: 'flood' | 'echo', key: keyof Round): number =>
    median((rounds.get(who)?.[kind] ?? []).map((each) => each[key]));
  const bytes = (who: string): number => of(who, 'flood', 'bytesPerSecond');
  const delay = (key: 'medianMs' | 'p99Ms'): string => {
    const ms = of(name, 'echo', key);
    return name === bare ? `(${ms.toFixed(2)} ms)` : `${(ms - of(bare, 'echo', key)).toFixed(2)} ms`;
  };
  const cost = (kind: 'flood' | 'echo'): string =>
    name === bare ? '' : `${of(name, kind, 'costMs').toFixed(0)} ms`;
  return [
    name,
    `${(bytes(name) / 1e6).toFixed(0)} MB/s`,
    `${(bytes(name) / bytes(bare)).toFixed(2)} x`,
    `${(bytes(name) / bytes(pipe)).toFixed(2)} x`,
    delay('medianMs'),
    delay('p99Ms'),
    cost('flood'),
    cost('echo'),
  ];
}
