/** The whole command on terminals that can do little. */
import t from 'tap';
import { noTerminal, onTerminal } from '../terminal/on-terminal.ts';
import { COMMAND_LINE } from './run.ts';

const UP = `${COMMAND_LINE} up --replicas 2 --symptom-delay 60s`;

t.test('TERM=dumb: lines, and not one escape code', { skip: noTerminal }, async (t) => {
  const env = { TERM: 'dumb', XDG_STATE_HOME: t.testdir() };
  const { seen, settings } = await onTerminal(`${UP} --duration 500ms`, { env });
  t.match(seen, /^export KUBECONFIG=(?:'[^']*'|\S+)\r\n/m);
  t.match(seen, /"event":"ready"/);
  t.notMatch(seen, '\u001B');
  t.match(settings, /^0\r\n/);
});

t.test('40 x 12: the key k shows the commands, all of them', { skip: noTerminal }, async (t) => {
  const size = { columns: 40, rows: 12, env: { XDG_STATE_HOME: t.testdir() } };
  const { seen, settings } = await onTerminal(UP, size, async ({ write, until }) => {
    await until(/infections 1/);
    write('k');
    // oxlint-disable-next-line no-control-regex -- what a screen is written with
    await until(/curl -d action=achoo [^\u001B]*\\/);
    write('q');
  });
  const [, whole = ''] = /^(export KUBECONFIG=(?:'[^']*'|\S+))\r\n/m.exec(seen) ?? [];
  t.ok(whole.length > 80, 'printed whole before the picture');
  const screen = seen.slice(seen.indexOf('\u001B[?1049h'));
  // oxlint-disable-next-line no-control-regex -- what a screen is written with
  const lines = screen.replaceAll(/\u001B\[0m/g, '').split(/\u001B\[\d+;1H\u001B\[2K/);
  const shown = lines.join('\n').replaceAll('\\\n', '');
  t.ok(shown.includes(whole), 'and on the screen');
  t.ok(lines.every((line) => !line.includes('KUBECONFIG') || line.length <= 40));
  t.match(settings, /^0\r\n/);
});

t.test('a locale without more than ASCII', { skip: noTerminal }, async (t) => {
  const env = { LC_ALL: 'C', NO_COLOR: '1', XDG_STATE_HOME: t.testdir() };
  const { seen } = await onTerminal(UP, { env }, async ({ write, until }) => {
    await until(/infected by contagion/);
    await until(/\. susceptible 1 {2}\+ incubating 1/);
    write('h');
    await until(/in CrashLoopBackOff/);
    write('q');
  });
  // oxlint-disable-next-line no-control-regex -- all of ASCII is meant
  t.match(seen, /^[\x00-\x7F]*$/);
});
