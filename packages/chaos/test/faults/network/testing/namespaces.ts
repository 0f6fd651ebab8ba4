import { fileURLToPath } from 'node:url';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { runLightly } from '../../../../../../scripts/testing/light-shell.ts';
import { PATIENCE_MS } from '../../../../../../scripts/testing/until.ts';
import type { AgentContext, CommandResult } from '../../../../src/faults/fault-agent.ts';

/** Addresses of the two: the pod has one a family, its peer has two. */
export const POD = { v4: '10.77.0.2', v6: 'fd77::2', port: 8_080 } as const;
export const PEER = { v4: '10.77.0.1', v6: 'fd77::1', ports: [80, 443, 8_005] } as const;
export const OTHER = { v4: '10.77.0.9', v6: 'fd77::9' } as const;

const SILENCE_MS = 700;
const STATION = fileURLToPath(new URL('station.ts', import.meta.url));

/** What came of a try to connect. */
export type Answer = 'open' | 'silent' | 'ECONNREFUSED' | (string & {});

/** Two network namespaces of their own, a pod's and its peer's, joined by a veth, with servers in both. */
export class Namespaces {
  readonly pod: string;
  readonly peer: string;
  readonly #stations: { pod: Station; peer: Station } | undefined;

  private constructor(name: string, ports: boolean) {
    this.pod = `${name}-pod`;
    this.peer = `${name}-peer`;
    this.#stations = ports
      ? { pod: new Station(this.pod, [POD.port]), peer: new Station(this.peer, PEER.ports) }
      : undefined;
  }

  static async make(options: Readonly<{ stations?: boolean; ipv6?: boolean }> = {}): Promise<Namespaces> {
    const { stations = true, ipv6 = true } = options;
    const name = `pctest${process.pid}x${count++}`;
    const [pod, peer] = [`${name}-pod`, `${name}-peer`];
    for (const each of [pod, peer]) await mustRun('ip', 'netns', 'add', each);
    if (!ipv6) await mustRun('ip', 'netns', 'exec', pod, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1');
    await mustRun(
      'ip',
      '-n',
      pod,
      'link',
      'add',
      'eth0',
      'type',
      'veth',
      'peer',
      'name',
      'eth0',
      'netns',
      peer,
    );
    for (const [place, ...hosts] of [
      [pod, POD],
      [peer, PEER, OTHER],
    ] as const) {
      for (const { v4, v6 } of hosts) {
        await mustRun('ip', '-n', place, 'addr', 'add', `${v4}/24`, 'dev', 'eth0');
        if (ipv6) await mustRun('ip', '-n', place, 'addr', 'add', `${v6}/64`, 'dev', 'eth0', 'nodad');
      }
      for (const link of ['lo', 'eth0']) await mustRun('ip', '-n', place, 'link', 'set', link, 'up');
    }
    const made = new Namespaces(name, stations);
    await made.#stations?.pod.ready;
    await made.#stations?.peer.ready;
    return made;
  }

  async remove(): Promise<void> {
    await Promise.all([this.#stations?.pod.end(), this.#stations?.peer.end()]);
    for (const each of [this.pod, this.peer]) spawnSync('ip', ['netns', 'del', each]);
  }

  /** What an agent in the pod may use. */
  context(more: Partial<AgentContext> = {}): AgentContext {
    return {
      run: 'ab12cd34',
      command: (program, args) => run(this.pod, program, args),
      resolve: async () => [],
      readFile: async () => '',
      readLink: async () => '',
      signal: () => undefined,
      env: { POD_IP: POD.v4 },
      ...more,
    };
  }

  /** Connects from the pod to its peer, or from the peer to the pod; waits until it is as `wanted`, for a while. */
  async connect(from: 'pod' | 'peer', host: string, port: number, wanted: Answer): Promise<Answer> {
    const endsAtMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.#stations?.[from].connect(host, port);
      if (answer === undefined) throw new Error('expected stations');
      if (answer === wanted || performance.now() > endsAtMs) return answer;
      await sleep(100);
    }
  }

  /** Everything that a fault may change in the pod, without counters. */
  async state(): Promise<string> {
    const commands = [
      ['iptables-save', '-t', 'filter'],
      ['ip6tables-save', '-t', 'filter'],
      ['tc', 'qdisc', 'show'],
      ['tc', 'filter', 'show', 'dev', 'eth0'],
      ['ip', '-br', 'link'],
    ] as const;
    const outputs = await Promise.all(
      commands.map(async ([program, ...args]) => (await run(this.pod, program, args)).stdout),
    );
    return outputs.join('\n').replaceAll(/^#.*\n|\[\d+:\d+\]|<.*>/gm, '');
  }

  /** Makes the filter tables, so that their presence is not a difference. */
  makeTables(): void {
    for (const program of ['iptables', 'ip6tables'])
      for (const flag of ['-A', '-D']) inside(this.pod, program, flag, 'FORWARD', '-j', 'ACCEPT');
  }
}

let count = 0;

/** Runs a program in a namespace; it has to succeed. */
export function inside(namespace: string, program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('ip', ['netns', 'exec', namespace, program, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Runs a program in a namespace, as an agent there does. */
export function run(namespace: string, program: string, args: readonly string[]): Promise<CommandResult> {
  return runLightly('ip', 'netns', 'exec', namespace, program, ...args);
}

/** Runs a program that has to succeed. */
export async function mustRun(program: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runLightly(program, ...args);
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** A process in a namespace that listens and connects. */
export class Station {
  readonly ready: Promise<unknown>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<string, (answer: string) => void>();

  constructor(namespace: string, ports: readonly number[]) {
    const args = ['netns', 'exec', namespace, process.execPath, STATION, ...ports.map(String)];
    this.#child = spawn('ip', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface(this.#child.stdout as NodeJS.ReadableStream);
    this.ready = once(lines, 'line');
    lines.on('line', (line) => {
      const [id = '', answer = ''] = line.split(' ');
      this.#waiting.get(id)?.(answer);
    });
  }

  connect(host: string, port: number): Promise<string> {
    const id = String(count++);
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.stdin?.write(`${id} ${host} ${port} ${SILENCE_MS}\n`);
    });
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
