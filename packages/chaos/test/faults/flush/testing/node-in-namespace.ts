import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { missing } from '../../../../../../scripts/testing/needs.ts';
import { runCommand } from '../../../../src/agent/machine/command.ts';
import { nodeAccess } from '../../../../src/agent/machine/node-access.ts';
import type { AgentContext } from '../../../../src/faults/fault-agent.ts';
import { rehearsedTable } from '../../../../src/faults/flush/restore-input.ts';
import { formatTable, parseRuleset } from '../../../../src/faults/flush/ruleset.ts';

/** Why nodes can't be played on this machine; false where they can. */
export const NO_NODE: false | string = missing('root', 'network namespaces', 'iptables', 'ip6tables');

/** The same for iptables-legacy, which not every kernel still has. */
export const NO_LEGACY: false | string = NO_NODE || missing('iptables-legacy');

/** Which half of the kernel keeps its rules. */
export type Half = 'nf_tables' | 'legacy';

/** Rules of a real kube-proxy 1.36, with one Service of three pods; what only its node knows by name is left out. */
export function recordedRules(family: 'ipv4' | 'ipv6'): string {
  const text = readFileSync(new URL(`kube-proxy-${family}.rules`, import.meta.url), 'utf8');
  return [...parseRuleset(text)]
    .map(([name, table]) => formatTable(name, rehearsedTable(table).table))
    .join('');
}

let count = 0;

/** A network namespace with rules as a node has them, and a folder that stands for its /run/pod-chaos. */
export class NodeInNamespace {
  readonly name: string;
  readonly folder: string;
  readonly half: Half;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(name: string, folder: string, half: Half) {
    this.name = name;
    this.folder = folder;
    this.half = half;
    this.#env = { ...process.env, XTABLES_LOCKFILE: join(folder, 'lock') };
  }

  /** Makes one that is gone at the end of the test. Without rules it stands for the namespace of another pod. */
  static make(
    t: Test,
    options: Readonly<{ half?: Half; rules?: boolean; folder?: string }> = {},
  ): NodeInNamespace {
    const { half = 'nf_tables', rules = true } = options;
    const name = `pctest-node-${process.pid}-${++count}`;
    execFileSync('ip', ['netns', 'add', name]);
    t.teardown(() => spawnSync('ip', ['netns', 'del', name]));
    const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'pod-chaos-node-'));
    if (options.folder === undefined) t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const node = new NodeInNamespace(name, folder, half);
    // Nothing of these tests may ever touch this machine's own rules.
    const own = readlinkSync('/proc/self/ns/net');
    const there = node.inside('readlink', ['/proc/self/ns/net']).trim();
    if (there === own || !there.startsWith('net:[')) throw new Error(`expected another network than ${own}`);
    execFileSync('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
    if (rules) {
      node.inside(node.program('iptables-restore'), [], recordedRules('ipv4'));
      node.inside(node.program('ip6tables-restore'), [], recordedRules('ipv6'));
    }
    return node;
  }

  /** `iptables-legacy-save` for `iptables-save` where the rules are there. */
  program(name: string): string {
    return this.half === 'legacy' ? name.replace(/^(ip6?tables)/, '$1-legacy') : name;
  }

  /** Runs a program there that has to succeed. */
  inside(program: string, args: readonly string[], input = ''): string {
    const words = ['netns', 'exec', this.name, program, ...args];
    const { status, stdout, stderr } = spawnSync('ip', words, { encoding: 'utf8', input, env: this.#env });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** All rules of a family, without counters. */
  rules(family: 'ipv4' | 'ipv6' = 'ipv4'): string {
    const text = this.inside(this.program(family === 'ipv4' ? 'iptables-save' : 'ip6tables-save'), []);
    return text.replaceAll(/^#.*\n|\[\d+:\d+\]/gm, '');
  }

  /** What an agent on that node may use; `mode` is what its kube-proxy answers. */
  context(more: Partial<AgentContext> = {}, mode?: string): AgentContext {
    const node = nodeAccess(this.folder);
    return {
      run: 'ab12cd34',
      command: (program, args, input) => this.command(program, args, input),
      resolve: async () => [],
      readFile: async (path) => this.inside('cat', [path]),
      readLink: async () => '',
      signal: () => undefined,
      env: {},
      node: {
        ...node,
        ask: async () => {
          if (mode === undefined) throw new Error('nobody listens');
          return mode;
        },
      },
      ...more,
    };
  }

  /** Runs a program there as an agent does; the lock of iptables-legacy is the node's own. */
  command: AgentContext['command'] = (program, args, input) => {
    const words = [
      'netns',
      'exec',
      this.name,
      'env',
      `XTABLES_LOCKFILE=${join(this.folder, 'lock')}`,
      program,
    ];
    // The name that the type wants is that of an agent's program; it is the fourth word.
    return runCommand('ip', [...words, ...args], undefined, input);
  };
}
