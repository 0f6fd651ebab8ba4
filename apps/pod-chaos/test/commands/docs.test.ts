/** Every command in the docs, and in the manifests, is one that pod-chaos takes. */
import { globSync, readFileSync } from 'node:fs';
import t from 'tap';
import { parseAllDocuments } from 'yaml';
import { parseNetem } from '@pod-contagion/chaos/parse';
import { parseSchedule } from '@pod-contagion/chaos/schedule';
import { readFlags, splitWords, type FlagsTable } from '@pod-contagion/command-line';
import { ROOT } from '../../../../scripts/files.ts';
import { usageError } from '../../src/errors.ts';
import { COMMAND_FLAGS, type CommandName } from '../../src/flags/commands.ts';
import { DISCONNECT_FLAGS } from '../../src/flags/disconnect.ts';
import { DISRUPT_FLAGS } from '../../src/flags/disrupt.ts';
import { FAIL_FLAGS } from '../../src/flags/fail.ts';
import { KILL_FLAGS } from '../../src/flags/kill.ts';
import { PROBE_FLAGS } from '../../src/flags/probe.ts';
import { planKill } from '../../src/plans/kill.ts';
import { planDisconnect, planDisrupt, planDrop } from '../../src/plans/network.ts';
import { planProbe } from '../../src/plans/probe.ts';
import { planReap } from '../../src/plans/reap.ts';
import { REAP_FLAGS } from '../../src/flags/reap.ts';
import { SLOW_FLAGS } from '../../src/flags/slow.ts';
import { TOXIC_FLAGS } from '../../src/flags/toxic.ts';
import { planFail, planSlow } from '../../src/plans/requests.ts';
import { planRun } from '../../src/plans/run.ts';
import { planSchedule } from '../../src/plans/schedule.ts';
import { planTargets } from '../../src/plans/targets.ts';
import { planToxic } from '../../src/plans/toxic.ts';

/** What reads a command as far as that goes without a cluster. */
const READERS: Partial<Record<CommandName, (argv: readonly string[]) => void>> = {
  kill: (argv) => {
    const flags = readFlags(KILL_FLAGS, argv, usageError);
    planTargets(flags);
    planKill(flags);
    const schedule = planSchedule(flags);
    if (schedule !== undefined) parseSchedule(schedule.options);
  },
  disrupt: (argv) => {
    const flags = readFlags(DISRUPT_FLAGS, argv, usageError);
    planTargets(flags);
    planRun(flags);
    planDisrupt(flags, parseNetem);
  },
  disconnect: (argv) => {
    const flags = readFlags(DISCONNECT_FLAGS, argv, usageError);
    planTargets(flags);
    planRun(flags);
    planDisconnect(flags);
  },
  drop: (argv) => {
    const flags = readFlags(DISCONNECT_FLAGS, argv, usageError);
    planTargets(flags);
    planDrop(flags);
  },
  slow: (argv) => {
    const flags = readFlags(SLOW_FLAGS, argv, usageError);
    planTargets(flags);
    planRun(flags);
    planSlow(flags);
  },
  fail: (argv) => {
    const flags = readFlags(FAIL_FLAGS, argv, usageError);
    planTargets(flags);
    planRun(flags);
    planFail(flags);
  },
  toxic: (argv) => {
    const flags = readFlags(TOXIC_FLAGS, argv, usageError);
    planTargets(flags);
    planRun(flags);
    planToxic(flags);
  },
  reap: (argv) => void planReap(readFlags(REAP_FLAGS, argv, usageError)),
  probe: (argv) => void planProbe(readFlags(PROBE_FLAGS, argv, usageError)),
};

function read([name = '', ...argv]: readonly string[]): void {
  if (!Object.hasOwn(COMMAND_FLAGS, name)) throw new Error(`no command ${name}`);
  const command = name as CommandName;
  const table = COMMAND_FLAGS[command] as FlagsTable<Record<string, unknown>>;
  (READERS[command] ?? ((words) => void readFlags(table, words, usageError)))(argv);
}

t.test('in the docs', async (t) => {
  let commands = 0;
  for (const file of [...globSync('docs/**/*.md', { cwd: ROOT }), 'README.md']) {
    const text = readFileSync(ROOT + file, 'utf8');
    for (const [, command = ''] of text.matchAll(/^(?:\$ )?(?:npx )?pod-chaos (.+)$/gm)) {
      const words = splitWords(command.replace(/\s+#.*$/, '').replace(/\s*[|&>].*$/, ''));
      t.doesNotThrow(() => read(words ?? []), `${file}: ${command}`);
      commands++;
    }
    // In tables the program's name is left out.
    const names = Object.keys(COMMAND_FLAGS).join('|');
    for (const [, command = ''] of text.matchAll(new RegExp(`\`((?:${names}) -[pl] [^\`]+)\``, 'g'))) {
      t.doesNotThrow(() => read(splitWords(command) ?? []), `${file}: ${command}`);
      commands++;
    }
  }
  t.ok(commands > 20, `${commands} commands`);
});

function argsIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  const { args } = value as { args?: unknown };
  const own = Array.isArray(args) && args[0] === 'kill' ? [args as string[]] : [];
  return [...own, ...Object.values(value).flatMap(argsIn)];
}

t.test('in the manifests', async (t) => {
  let commands = 0;
  for (const file of globSync('kubernetes/chaos/**/*.yaml', { cwd: ROOT })) {
    const documents = parseAllDocuments(readFileSync(ROOT + file, 'utf8'));
    for (const args of argsIn(documents.map((document): unknown => document.toJS()))) {
      const words = args.map((word) => word.replace('$(NAMESPACE)', 'shop').replace('$(POD_IP)', '10.0.0.7'));
      t.doesNotThrow(() => read(words), `${file}: ${args.join(' ')}`);
      commands++;
    }
  }
  t.ok(commands >= 3, `${commands} commands`);
});
