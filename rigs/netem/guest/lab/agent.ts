import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { AgentLine, AgentReport } from '@pod-contagion/chaos/agent';
import type { AgentSpec } from '@pod-contagion/chaos/agent';
import type { NetworkFaultSpec, TrafficScope } from '@pod-contagion/chaos/faults';
import { INTERFACE, POD, POD_4 } from './places.ts';

/** Where the agent's program lies in the guest: its threads look for `main.mjs` beside it, as in the image. */
export const AGENT_PROGRAM = '/chaos-agent/main.mjs';

/** Where an agent runs and as whom: what goes before its command, and further variables. */
export type Place = Readonly<{ enter: readonly string[]; env?: Readonly<Record<string, string>> }>;

/** A network namespace, in which the agent may do NET_ADMIN and nothing else, as its security context has it. */
export function inNetwork(namespace: string, env: Readonly<Record<string, string>> = {}): Place {
  const limits = ['bounding-set', 'inh-caps'].map((set) => `--${set}=-all,+net_admin`);
  return { enter: ['ip', 'netns', 'exec', namespace, 'setpriv', ...limits], env };
}

/** How an agent ended. */
export type AgentEnd = Readonly<{
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  report: AgentReport | undefined;
  lines: readonly AgentLine[];
  complaints: string;
}>;

/** An agent that runs in the pod's namespace, or where it is told to. */
export class Agent {
  readonly #child: ChildProcess;
  readonly #lines: AgentLine[] = [];
  readonly #end: Promise<AgentEnd>;
  #onLine: () => void = () => undefined;
  #ended = false;

  constructor(spec: AgentSpec, { enter, env = {} }: Place = inNetwork(POD, { POD_IP: POD_4 })) {
    const { PATH = '' } = process.env;
    const [program = 'node', ...args] = enter;
    this.#child = spawn(program, [...args, 'node', AGENT_PROGRAM], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH, POD_CHAOS_SPEC: JSON.stringify(spec), ...env },
    });
    this.#end = this.#follow();
  }

  /** When the fault is in place; throws where the agent ended before that. */
  async applied(): Promise<readonly string[]> {
    for (;;) {
      const line = this.#lines.find(({ event }) => event === 'applied');
      if (line?.event === 'applied') return line.steps;
      if (this.#ended)
        throw new Error(`the agent ended before its fault was in place: ${told(await this.#end)}`);
      await new Promise<void>((resolve) => {
        this.#onLine = resolve;
      });
    }
  }

  /** What the process is allowed to do, as the kernel has it: a mask of 64 bits. */
  async capabilities(): Promise<string> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8');
    return /^CapEff:\s*(\w+)$/m.exec(status)?.[1] ?? 'none';
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async end(): Promise<AgentEnd> {
    return await this.#end;
  }

  async #follow(): Promise<AgentEnd> {
    const { stdout, stderr } = this.#child;
    if (stdout === null || stderr === null) throw new Error('expected pipes');
    let complaints = '';
    stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    createInterface(stdout).on('line', (line) => {
      this.#lines.push(JSON.parse(line) as AgentLine);
      this.#onLine();
    });
    const [exitCode, signal] = (await once(this.#child, 'close')) as [number | null, NodeJS.Signals | null];
    const report = this.#lines.find((line) => line.event === 'report');
    this.#ended = true;
    this.#onLine();
    return { exitCode, signal, report, lines: this.#lines, complaints };
  }
}

/** What an agent said at its end, in a few words. */
export function told({ exitCode, signal, report, complaints }: AgentEnd): string {
  if (report === undefined) return `no report, ${signal ?? `exit ${exitCode}`} ${complaints.trim()}`.trim();
  const { outcome, reason, error, proof } = report;
  const left = proof.filter(({ gone }) => !gone).map(({ what }) => what);
  return [
    `${outcome}, ${reason}, exit ${exitCode}`,
    ...(error === undefined ? [] : [`${error.code}: ${error.message}`]),
    ...(left.length === 0 ? [] : [`left: ${left.join(', ')}`]),
  ].join('; ');
}

/** Everything that leaves the pod, and nothing excepted. */
export const EVERYTHING: TrafficScope = {
  direction: 'out',
  peers: [],
  hosts: [],
  remotePorts: [],
  localPorts: [],
  except: [],
};

/** An order for a network fault: everything that leaves the pod unless the scope says otherwise. */
export function faultOrder(
  effect: NetworkFaultSpec['effect'],
  options: Readonly<{ scope?: Partial<TrafficScope>; durationMs?: number; run?: string }> = {},
): AgentSpec {
  return {
    version: 1,
    order: 'fault',
    run: options.run ?? 'netem000',
    fault: { kind: 'network', interface: INTERFACE, scope: { ...EVERYTHING, ...options.scope }, effect },
    durationMs: options.durationMs ?? 600_000,
    beginBeforeMs: Date.now() + 600_000,
  };
}
