/** The terminal is given back however a program ends; on a real pseudo-terminal, which `script` makes. */
import { join } from 'node:path';
import { quoted } from '@pod-contagion/command-line';
import t from 'tap';
import { COMMAND_LINE } from '../up/run.ts';
import { noTerminal, onTerminal } from './on-terminal.ts';

const LEAVE = '\u001B[?25h\u001B[?1049l';

const SCREEN = new URL('../../src/terminal/screen.ts', import.meta.url).href;
const KEYS = new URL('../../src/terminal/keys.ts', import.meta.url).href;
const ENDINGS: Readonly<Record<string, string>> = {
  'an exception': "throw new Error('unexpected');",
  'process.exit': 'process.exit(0);',
  'running out of things to do': 'clearInterval(timer); stop();',
};

for (const [name, ending] of Object.entries(ENDINGS)) {
  t.test(name, { skip: noTerminal }, async (t) => {
    const folder = t.testdir({
      'program.ts': `
import { openScreen } from ${JSON.stringify(SCREEN)};
import { listenToKeys } from ${JSON.stringify(KEYS)};
const screen = openScreen({ output: process.stdout as never, onResize() {} });
const stop = listenToKeys(process.stdin as never, {}, () => {});
screen.draw(['first', 'second']);
const timer = setInterval(() => {}, 1000);
setTimeout(() => { ${ending} screen.close(); screen.close(); }, 50);
`,
    });
    const { seen, settings } = await onTerminal(
      [process.execPath, join(folder, 'program.ts')].map(quoted).join(' '),
    );
    t.match(seen, '\u001B[?1049h');
    t.match(seen, /first/);
    t.equal(seen.split(LEAVE).length, 2, 'left once');
    t.match(settings, / echo /, 'the terminal shows what is typed again');
    t.match(settings, / icanon /);
  });
}

t.test('contagion up on a terminal: keys, the picture, the end', { skip: noTerminal }, async (t) => {
  const state = t.testdir();
  const command = `XDG_STATE_HOME=${quoted(state)} ${COMMAND_LINE} up --replicas 3 --symptom-delay 500`;
  const { seen, settings } = await onTerminal(command, {}, async ({ write, until }) => {
    await until(/infected by contagion, generation 1/);
    write('h');
    await until(/the cluster and its pods end/);
    write('h');
    write('k');
    // oxlint-disable-next-line no-control-regex -- what a screen is written with
    await until(/\u001B\[2Kexport KUBECONFIG=[^\u001B]*\\\u001B\[0m/);
    write('k');
    write('i');
    await until(/sneezed, strain/);
    write('q');
  });
  t.match(
    seen,
    /^export KUBECONFIG=(?:'[^']*'|\S+)\r\n(this user may not listen on low ports: .*\r\n)?curl -d action=achoo \S+\r\n/,
  );
  t.match(seen, /\d of 3 podders Ready/);
  t.match(seen, /i infect again {2}k commands {2}q quit/);
  t.match(seen.slice(seen.lastIndexOf(LEAVE)), /3 podders, \d+ infections, \d+ generations?, \d+ restarts/);
  t.match(settings, /^0\r\n/, 'q ends with 0');
  t.match(settings, / echo /);
});
