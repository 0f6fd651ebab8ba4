/** What somebody gets who runs it by hand. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { COMPILE_CACHE } from '../../../scripts/testing/compile-cache.ts';
import { AGENT } from './testing/agent.ts';

function runWith(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const [program = '', ...rest] = [...AGENT, ...args];
  return spawnSync(program, rest, {
    encoding: 'utf8',
    env: { ...COMPILE_CACHE, PATH: process.env['PATH'], ...env },
  });
}

t.test('help and version', async (t) => {
  const help = runWith(['--help']);
  t.equal(help.status, 0);
  for (const word of ['POD_CHAOS_SPEC', 'TERMINATION_MESSAGE_PATH', 'Exit codes']) t.match(help.stdout, word);
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  t.equal(runWith(['--version']).stdout, `${version}\n`);
});

t.test('wrong usage ends with 2 and one line', async (t) => {
  const argument = runWith(['now']);
  t.equal(argument.stderr, 'chaos-agent: expected no arguments, got "now"\n');
  t.equal(argument.status, 2);
  const nothing = runWith([]);
  t.equal(nothing.stderr, 'chaos-agent: expected the order in the variable POD_CHAOS_SPEC, got none\n');
  t.equal(nothing.status, 2);
  t.equal(nothing.stdout, '');
});

t.test('an order that is none is reported', async (t) => {
  const { status, stdout } = runWith([], { POD_CHAOS_SPEC: '{"run":"abcd1234"}' });
  t.match(JSON.parse(stdout), { event: 'report', run: 'abcd1234', error: { code: 'CHAOS_USAGE' } });
  t.equal(status, 1);
});
