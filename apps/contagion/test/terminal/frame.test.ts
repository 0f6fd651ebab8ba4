import fc from 'fast-check';
import t from 'tap';
import { renderFrame } from '../../src/terminal/frame.ts';
import { ASCII } from '../../src/terminal/glyphs.ts';
import { createPaint } from '../../src/terminal/style.ts';
import { counts, epidemicOf, headOf, plain, viewOf } from './text.ts';

const PLAIN = createPaint(false);
const COLOURED = createPaint(true);

t.test('a frame as it looks', async (t) => {
  const s = '░';
  const i = '▓';
  t.strictSame(renderFrame(viewOf({ notice: 'sneezed' }), { columns: 64, rows: 22 }, PLAIN), [
    'export KUBECONFIG=/tmp/kubeconfig',
    'curl -d action=achoo http://127.0.0.1/face',
    '',
    '░ susceptible 5  ▓ incubating 2  █ symptomatic 1  ▒ waiting 2',
    '1:01  pods 10  restarts 10 (most 1)  infections 12',
    'generations 3',
    `10 ┤${s.repeat(60)}`,
    `   │${s.repeat(60)}`,
    `   │${s.repeat(60)}`,
    ` 6 ┤${s.repeat(29)}${i.repeat(30)}▒`,
    `   │${s.repeat(29)}${i.repeat(30)}▒`,
    `   │${s.repeat(29)}${i.repeat(31)}`,
    `   │${s.repeat(29)}${'█'.repeat(31)}`,
    `   └${'─'.repeat(60)}`,
    `    0:00${' '.repeat(24)}0:30${' '.repeat(24)}1:00`,
    '',
    '   0:25  event 25',
    '   0:26  event 26',
    '   0:27  event 27',
    '   0:28  event 28',
    '   0:29  event 29',
    'i infect again  k commands  q quit  h help  sneezed',
  ]);
});

t.test('never more or wider than the terminal, from 40 to 200 columns, and exactly as high', async (t) => {
  for (let columns = 40; columns <= 200; columns += 10) {
    for (const rows of [8, 12, 24, 60]) {
      for (const panel of [undefined, 'help', 'commands'] as const) {
        const view = viewOf({ panel, notice: 'n'.repeat(150) });
        const bare = renderFrame(view, { columns, rows }, PLAIN);
        const coloured = plain(renderFrame(view, { columns, rows }, COLOURED));
        for (const lines of [bare, coloured]) {
          t.equal(lines.length, rows, `${columns}x${rows}`);
          t.ok(
            lines.every((line) => line.length <= columns),
            `${columns}x${rows}`,
          );
        }
      }
    }
  }
});

t.test('any size at all', async () => {
  const conditions = fc.record({
    susceptible: fc.nat(300),
    incubating: fc.nat(300),
    symptomatic: fc.nat(300),
    waiting: fc.nat(300),
    starting: fc.nat(3),
    ended: fc.nat(2),
  });
  const points = fc.array(fc.tuple(fc.nat(1_000), conditions), { maxLength: 30 });
  fc.assert(
    fc.property(
      points,
      fc.integer({ min: 1, max: 220 }),
      fc.integer({ min: 1, max: 70 }),
      (all, columns, rows) => {
        let atMs = 0;
        const course = all.map(([passed, some]) => ({ atMs: (atMs += passed), counts: counts(some) }));
        const lines = plain(renderFrame(viewOf({ points: course }), { columns, rows }, COLOURED));
        return lines.length <= rows && lines.every((line) => line.length <= columns);
      },
    ),
  );
});

t.test('all that is asked for is there', async (t) => {
  const text = renderFrame(viewOf(), { columns: 100, rows: 30 }, PLAIN).join('\n');
  for (const part of [
    'export KUBECONFIG=/tmp/kubeconfig',
    'curl -d action=achoo',
    'susceptible 5',
    'incubating 2',
    'symptomatic 1',
    'waiting 2',
    'pods 10',
    'restarts 10 (most 1)',
    'infections 12',
    'generations 3',
    '1:01',
    'event 29',
    'i infect again',
    'q quit',
  ]) {
    t.match(text, part);
  }
  t.notMatch(text, 'starting', 'only where somebody is');
  t.match(
    renderFrame(viewOf({ epidemic: epidemicOf({ starting: 4 }) }), { columns: 100, rows: 30 }, PLAIN).join(),
    'starting 4',
  );
});

t.test('where there is nothing but ASCII', async (t) => {
  const size = { columns: 64, rows: 22 };
  const lines = renderFrame(viewOf({ notice: 'n'.repeat(99) }), size, createPaint(false, ASCII));
  t.strictSame(lines.slice(3, 16), [
    '. susceptible 5  + incubating 2  # symptomatic 1  = waiting 2',
    '1:01  pods 10  restarts 10 (most 1)  infections 12',
    'generations 3',
    `10 +${'.'.repeat(60)}`,
    `   |${'.'.repeat(60)}`,
    `   |${'.'.repeat(60)}`,
    ` 6 +${'.'.repeat(29)}${'+'.repeat(30)}=`,
    `   |${'.'.repeat(29)}${'+'.repeat(30)}=`,
    `   |${'.'.repeat(29)}${'+'.repeat(31)}`,
    `   |${'.'.repeat(29)}${'#'.repeat(31)}`,
    `   +${'-'.repeat(60)}`,
    `    0:00${' '.repeat(24)}0:30${' '.repeat(24)}1:00`,
    '',
  ]);
  for (const colours of [false, true]) {
    for (const panel of [undefined, 'help', 'commands'] as const) {
      const view = viewOf({ panel, notice: 'n'.repeat(99), epidemic: epidemicOf({ starting: 1, ended: 1 }) });
      const text = plain(renderFrame(view, size, createPaint(colours, ASCII))).join('\n');
      // oxlint-disable-next-line no-control-regex -- all of ASCII is meant
      t.match(text, /^[\x00-\x7F]*$/);
    }
  }
});

t.test('a command that is too long goes on in the next line, and can be copied', async (t) => {
  const long = `export KUBECONFIG=/home/somebody/${'d'.repeat(80)}/kubeconfig`;
  const view = viewOf({ head: headOf(long, 'curl -d action=achoo http://127.0.0.1/face') });
  const lines = renderFrame(view, { columns: 80, rows: 24 }, PLAIN);
  t.equal(lines[0]?.length, 80);
  t.equal(`${lines[0]?.slice(0, -1)}${lines[1]}`, long);
  t.equal(lines[2], 'curl -d action=achoo http://127.0.0.1/face');
  t.equal(lines[3], '');
  const small = renderFrame(view, { columns: 40, rows: 12 }, PLAIN);
  t.notMatch(small.join('\n'), 'KUBECONFIG', 'the curve needs the room');
  t.match(small.at(-1), 'k commands');
  const asked = renderFrame({ ...view, panel: 'commands' }, { columns: 40, rows: 12 }, PLAIN);
  t.match(asked.join('\n').replaceAll('\\\n', ''), `${long}\ncurl -d action=achoo http://127.0.0.1/face\n`);
  t.match(asked.join('\n'), 'susceptible 5');
  const tiny = renderFrame({ ...view, panel: 'commands' }, { columns: 40, rows: 7 }, PLAIN);
  t.match(tiny.join('\n').replaceAll('\\\n', ''), `${long}\ncurl`);
  t.match(tiny.at(-1), 'q quit');
});

t.test('a small terminal keeps the counts and the keys', async (t) => {
  const lines = renderFrame(viewOf(), { columns: 40, rows: 6 }, PLAIN);
  t.equal(lines.length, 6);
  t.match(lines.join('\n'), 'susceptible 5');
  t.match(lines.at(-1), 'q quit');
});
