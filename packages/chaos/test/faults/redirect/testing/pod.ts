import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { until } from '../../../../../../scripts/testing/until.ts';
import type { AgentLine, AgentReport } from '../../../../src/agent/lines.ts';
import { AGENT_SPEC_VARIABLE, type AgentSpec } from '../../../../src/agent/spec.ts';
import { inside, Namespaces, OTHER, POD, run } from '../../network/testing/namespaces.ts';

/** A process in a network namespace, with the lines that it has said. */
export type Inside = Readonly<{
  child: ChildProcess;
  lines: readonly string[];
  /** Waits for a line. */
  said: (text: string | RegExp) => Promise<string>;
  ended: Promise<number | null>;
}>;

/** What a request came to, as curl tells it. */
export type Answer = Readonly<{ code: number; seconds: number; body: string; exit: number }>;

/** A pod with a server at port 8080 and a peer that asks it; both end with the test. */
export class TestPod {
  readonly spaces: Namespaces;
  readonly #t: Test;
  #server: Inside | undefined;

  private constructor(t: Test, spaces: Namespaces) {
    this.#t = t;
    this.spaces = spaces;
  }

  /** Makes one with a program of this folder as its server, which says when it is ready. */
  static async make(t: Test, server = 'web-process.ts'): Promise<TestPod> {
    const spaces = await Namespaces.make({ stations: false });
    t.teardown(() => spaces.remove());
    const pod = new TestPod(t, spaces);
    // A table of a kernel without nf_tables can't be told from one that was never there, so all are.
    for (const program of ['iptables', 'ip6tables'])
      for (const flag of ['-A', '-D'])
        inside(spaces.pod, program, '-t', 'nat', flag, 'OUTPUT', '-j', 'RETURN');
    pod.#server = pod.start('pod', server);
    await pod.#server.said('ready');
    return pod;
  }

  /** What its server has said, a line each. */
  get serverLines(): readonly string[] {
    return this.#server?.lines ?? [];
  }

  /** Starts a program of this folder in the pod's namespace or the peer's. */
  start(
    where: 'pod' | 'peer',
    file: string,
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
  ): Inside {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const words = ['netns', 'exec', this.spaces[where], process.execPath];
    const child = spawn('ip', [...words, '--conditions=@pod-contagion/source', path, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    this.#t.teardown(() => child.kill('SIGKILL'));
    const lines: string[] = [];
    createInterface(child.stdout).on('line', (line) => lines.push(line));
    return {
      child,
      lines,
      said: (text) => until(`it to say ${text}`, () => lines.find((line) => line.search(text) >= 0)),
      ended: once(child, 'close').then(([code]) => code as number | null),
    };
  }

  /** Starts an agent in the pod, whose node is the second address of the peer. */
  agent(order: Pick<AgentSpec, 'order' | 'fault' | 'durationMs'>, runId = 'ab12cd34'): Inside {
    const spec: AgentSpec = { version: 1, run: runId, ...order };
    return this.start('pod', 'agent-process.ts', [], {
      [AGENT_SPEC_VARIABLE]: JSON.stringify(spec),
      POD_IP: POD.v4,
      NODE_IP: OTHER.v4,
      TERMINATION_MESSAGE_PATH: '/dev/null',
    });
  }

  /** Asks the pod's web server from its peer by curl. */
  async ask(path: string, ...more: readonly string[]): Promise<Answer> {
    const form = '\\n%{http_code} %{time_total}';
    const url = `http://${more.includes('-6') ? `[${POD.v6}]` : POD.v4}:8080${path}`;
    const { stdout, exitCode } = await run(this.spaces.peer, 'curl', [
      '-gsm',
      '20',
      '-w',
      form,
      ...more,
      url,
    ]);
    const [, body = '', code, seconds] = /^([^]*)\n([0-9]{3}) ([0-9.]+)$/.exec(stdout) ?? [];
    return { code: Number(code), seconds: Number(seconds), body, exit: exitCode };
  }

  /** All rules of the pod, both families, without counters and dates. */
  async rules(): Promise<string> {
    const saved = await Promise.all(
      ['iptables-save', 'ip6tables-save'].map((save) => run(this.spaces.pod, save, [])),
    );
    return saved.map(({ stdout }) => stdout.replaceAll(/^#.*\n|\[\d+:\d+\]/gm, '')).join('\n');
  }
}

/** The last line of an agent that has ended. */
export async function reportOf({ lines, ended }: Inside): Promise<AgentReport> {
  await ended;
  const last = JSON.parse(lines.at(-1) ?? 'null') as AgentLine;
  if (last.event !== 'report') throw new Error(`expected a report, got ${JSON.stringify(last)}`);
  return last;
}
