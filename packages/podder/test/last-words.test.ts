import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { DEFAULT_TERMINATION_MESSAGE_PATH, writeLastWords } from '../src/last-words.ts';
import { MAX_DELAY_MS } from '../src/limits.ts';
import { readLineage } from '../src/lineage.ts';
import { reportInfection, type LastWords } from '../src/report.ts';
import { NO_SNEEZES } from '../src/sneezer.ts';

const WORDS: LastWords = {
  ...reportInfection('podder-a', { state: 'susceptible' }, NO_SNEEZES),
  endedAt: '2026-11-21T12:00:00.000Z',
  reason: 'SIGTERM',
};

/** What Kubernetes keeps of a termination message, in bytes. */
const KEPT_BYTES = 4096;

t.test('one line of JSON in a file that is made', async (t) => {
  const path = join(t.testdir({}), 'termination-log');
  t.equal(writeLastWords(path, WORDS), undefined);
  const text = readFileSync(path, 'utf8');
  t.equal(text.indexOf('\n'), text.length - 1);
  t.same(JSON.parse(text), WORDS);
  t.match(JSON.parse(text), { pod: 'podder-a', state: 'susceptible', reason: 'SIGTERM', strain: null });
});

t.test('what the file held before is gone', async (t) => {
  const path = join(t.testdir({ log: 'x'.repeat(10_000) }), 'log');
  t.equal(writeLastWords(path, WORDS), undefined);
  t.same(JSON.parse(readFileSync(path, 'utf8')), WORDS);
  t.equal(writeLastWords(path, { ...WORDS, reason: 'x' }), undefined);
  t.equal(JSON.parse(readFileSync(path, 'utf8')).reason, 'x');
});

t.test('where they cannot be written, the error is returned and not thrown', async (t) => {
  const directory = t.testdir({ file: '' });
  t.match(writeLastWords(join(directory, 'missing', 'log'), WORDS), { code: 'ENOENT' });
  t.match(writeLastWords(directory, WORDS), { code: 'EISDIR' });
  t.match(writeLastWords(join(directory, 'file', 'log'), WORDS), { code: 'ENOTDIR' });
  t.notOk(existsSync(join(directory, 'missing')));
});

const underKubelet = existsSync(DEFAULT_TERMINATION_MESSAGE_PATH);
t.test(
  'the default file is not made where it does not exist',
  { skip: underKubelet && `needs a machine without ${DEFAULT_TERMINATION_MESSAGE_PATH}` },
  async (t) => {
    t.equal(DEFAULT_TERMINATION_MESSAGE_PATH, '/dev/termination-log');
    t.match(writeLastWords(DEFAULT_TERMINATION_MESSAGE_PATH, WORDS), { code: 'ENOENT' });
    t.notOk(existsSync(DEFAULT_TERMINATION_MESSAGE_PATH));
  },
);

t.test('the longest there can be are within what Kubernetes keeps', async (t) => {
  const longest: Record<string, string> = {
    strain: 'x'.repeat(64),
    generation: '999999999',
    from: 'a'.repeat(253),
  };
  const lineage = readLineage((name) => longest[name]);
  t.same(lineage, { ...longest, generation: 999_999_999 });
  const manySneezes = Object.fromEntries(
    Object.keys(NO_SNEEZES).map((name) => [name, Number.MAX_SAFE_INTEGER]),
  );
  const infection = {
    state: 'symptomatic',
    lineage,
    exposedAtMs: Date.now(),
    symptomaticAtMs: Date.now(),
    unhealthyAtMs: Date.now() + MAX_DELAY_MS,
    unhealthy: true,
    nextSneezeAtMs: Date.now(),
  } as const;
  const words: LastWords = {
    ...reportInfection('p'.repeat(253), infection, { ...NO_SNEEZES, ...manySneezes }),
    endedAt: WORDS.endedAt,
    // As long as run.ts lets a reason be, of the characters that JSON writes longest.
    reason: '\0'.repeat(400),
  };
  const path = join(t.testdir({}), 'log');
  writeFileSync(path, '');
  t.equal(writeLastWords(path, words), undefined);
  t.ok(statSync(path).size <= KEPT_BYTES, `${statSync(path).size} bytes`);
  t.same(JSON.parse(readFileSync(path, 'utf8')), words);
});
