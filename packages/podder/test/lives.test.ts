import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { MAX_LIVES, MAX_LIVES_BYTES } from '../src/limits.ts';
import { leaveLife, readLives } from '../src/lives.ts';
import { reportInfection, type LastWords } from '../src/report.ts';
import { NO_SNEEZES } from '../src/sneezer.ts';

function wordsOf(generation: number): LastWords {
  const infection = {
    state: 'symptomatic',
    lineage: { strain: 's'.repeat(64), generation, from: 'a'.repeat(253) },
    exposedAtMs: 1_000,
    symptomaticAtMs: 2_000,
    unhealthyAtMs: 3_000,
    unhealthy: true,
    nextSneezeAtMs: 3_500,
  } as const;
  const report = reportInfection('p'.repeat(253), infection, NO_SNEEZES);
  return { ...report, endedAt: '2026-11-21T12:00:00.000Z', reason: 'r'.repeat(400) };
}

t.test('each life finds the ones before, the newest of them only', async (t) => {
  const folder = join(t.testdir({}), 'made', 'when-needed');
  t.same(readLives(folder), []);
  for (let generation = 1; generation <= 2 * MAX_LIVES; generation++) {
    const before = readLives(folder);
    t.equal(before.at(-1)?.generation, generation === 1 ? undefined : generation - 1);
    leaveLife(folder, before, wordsOf(generation));
  }
  const told = readLives(folder);
  t.same(
    told.map(({ generation }) => generation),
    Array.from({ length: MAX_LIVES }, (_, place) => MAX_LIVES + 1 + place),
  );
  t.same(told.at(-1), wordsOf(2 * MAX_LIVES));
  t.ok(readFileSync(join(folder, 'lives.json')).length < MAX_LIVES_BYTES, 'the longest of them can be read');
  t.same(readdirSync(folder), ['lives.json'], 'and nothing else is left');
});

t.test('what is none of ours is not told, and says why', async (t) => {
  const folder = t.testdir({});
  const path = join(folder, 'lives.json');
  for (const [text, message] of [
    ['', /JSON/],
    ['{"a":', /JSON/],
    ['{}', /expected a list of last words/],
    ['[1]', /expected a list of last words/],
    ['[{"state":"symptomatic"}]', /expected a list of last words/],
    [' '.repeat(MAX_LIVES_BYTES + 1), /expected at most 16384 bytes, got 16385/],
  ] as const) {
    writeFileSync(path, text);
    t.throws(() => readLives(folder), { message });
  }
  leaveLife(folder, [], wordsOf(1));
  t.equal(readLives(folder).length, 1, 'and does not stay');
});

t.test('where nothing can be left it throws, and what was there stays', async (t) => {
  const folder = t.testdir({ file: '' });
  t.throws(() => leaveLife(join(folder, 'file'), [], wordsOf(1)), { code: /EEXIST|ENOTDIR/ });
  t.same(readLives(join(folder, 'file')), []);
  t.notOk(existsSync(join(folder, 'lives.json')));
});
