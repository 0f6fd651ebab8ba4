/** What texts without quotes stand for, against kubectl's two readers: of manifests, and of what kustomize builds. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import type { Dialect } from '../../src/reading/scalars.ts';
import { parseYaml } from '../../src/reading/yaml.ts';

const skip = missing('kubectl');

const DIALECTS: readonly Dialect[] = ['kubectl', 'kustomize'];
const RUNS = Number(process.env['KUSTOMIZE_RUNS'] ?? 5);

t.setTimeout(RUNS * 20_000 + 60_000);

function read(text: string, dialect: Dialect): unknown {
  return parseYaml(`a: ${text}`, 'text', dialect)[0];
}

t.test('what each reads', async (t) => {
  const both: Readonly<Record<string, unknown>> = {
    '0644': 420,
    '08': 8,
    '0o14': 12,
    '0x1F': 31,
    '-0b11': -3,
    '1_000': 1000,
    '+12': 12,
    '1e3': 1000,
    '.5': 0.5,
    '1.': 1,
    '~': null,
    True: true,
    '12:30:45': '12:30:45',
    '=': '=',
    '"yes"': 'yes',
    '!!str 12': '12',
    _1: '_1',
  };
  for (const [text, value] of Object.entries(both)) {
    for (const dialect of DIALECTS) t.same(read(text, dialect), { a: value }, `${text} to ${dialect}`);
  }
  for (const [text, value] of Object.entries({ on: true, y: true, off: false, '2024-01-31': '2024-01-31' })) {
    t.same(read(text, 'kubectl'), { a: value }, text);
  }
  for (const [text, value] of Object.entries({
    on: 'on',
    y: 'y',
    '2024-02-31': '2024-02-31',
  })) {
    t.same(read(text, 'kustomize'), { a: value }, text);
  }
});

t.test('what neither does', async (t) => {
  const refused: Readonly<Record<string, RegExp>> = {
    '12345678901234567890': /expected a whole number of at most 53 bits, got 12345678901234567890/,
    '.inf': /expected a number that JSON can hold, got .inf; put it in quotes/,
    '!!binary aGk=': /Unresolved tag: tag:yaml.org,2002:binary/,
    '2\na: 3': /Map keys must be unique/,
    '2\n? [b]\n: c': /a key that is no text/,
    'x\uFEFFy': /a byte order mark within a document/,
  };
  for (const [text, message] of Object.entries(refused)) {
    for (const dialect of DIALECTS) t.throws(() => read(text, dialect), { message }, `${text} to ${dialect}`);
  }
  for (const text of ['2024-01-01T10:00:00Z', '2024-1-31']) {
    t.throws(() => read(text, 'kustomize'), { message: /expected a text in quotes, got the date 2024/ });
  }
  t.throws(() => parseYaml('8080: a', 'text', 'kustomize'), {
    message: /a key that is no text: 8080; put it in quotes/,
  });
  t.throws(() => parseYaml('a: &b {c: 1}\nd: {c: 2, <<: *b}', 'text'), {
    message: /a merge \(<<\) that is not the first/,
  });
});

t.test('anchors, merges and keys', async (t) => {
  for (const dialect of DIALECTS) {
    t.same(parseYaml('a: &b {c: 1, d: 2}\ne: {<<: *b, c: 3}\nf: *b', 'text', dialect), [
      { a: { c: 1, d: 2 }, e: { c: 3, d: 2 }, f: { c: 1, d: 2 } },
    ]);
  }
  t.same(parseYaml('{8080: a, 0644: b, on: c}', 'text'), [{ 8080: 'a', 420: 'b', true: 'c' }]);
  const [named] = parseYaml('{constructor: a, __proto__: b}', 'text');
  t.same(Object.entries(named as object), [
    ['constructor', 'a'],
    ['__proto__', 'b'],
  ]);
});

/** Texts that look like numbers, dates or words of YAML, or nearly. */
const scalar = fc.oneof(
  fc.stringMatching(/^[-+]?[0-9_]{1,6}$/),
  fc.stringMatching(/^[-+]?0[xXoObB]?[0-9a-fA-F_]{1,4}$/),
  fc.stringMatching(/^[-+]?[0-9_]{0,3}\.?[0-9_]{0,3}([eE][-+]?[0-9]{1,2})?$/),
  fc.stringMatching(/^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$/),
  fc.stringMatching(/^[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$/),
  fc.constantFrom(
    'y',
    'Yes',
    'oN',
    'ON',
    'no',
    'n',
    'Off',
    'true',
    'TRUE',
    'tRue',
    'null',
    'Null',
    '~',
    'nan',
    'inf',
    'e5',
    '0.',
    '1e',
    '--1',
    '0_7',
  ),
  fc.stringMatching(/^[a-z0-9._]{1,5}$/),
);

function isRead(text: string, dialect: Dialect): boolean {
  try {
    const { a: value } = read(text, dialect) as { a: unknown };
    // What kubectl writes of a large number is a whole one, which is refused.
    return text.trim() !== '-' && (typeof value !== 'number' || Math.abs(value) < Number.MAX_SAFE_INTEGER);
  } catch {
    return false;
  }
}

t.test('generated', { skip }, async (t) => {
  const folder = t.testdir({ 'kustomization.yaml': 'resources: [all.yaml]\n' });
  const file = join(folder, 'all.yaml');
  const oracles: Readonly<Record<Dialect, readonly string[]>> = {
    kubectl: ['label', '--local', '-o', 'json', '-f', file, 'x=y'],
    kustomize: ['kustomize', folder],
  };
  const compare = (all: readonly string[]): void => {
    for (const dialect of DIALECTS) {
      const texts = all.filter((text) => isRead(text, dialect));
      const data = texts.map((text, index) => `  k${index}: ${text}\n`).join('');
      writeFileSync(file, `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  z: a\n${data}`);
      const [theirs] = parseYaml(execFileSync('kubectl', oracles[dialect], { encoding: 'utf8' }), 'kubectl');
      const ours = {
        z: 'a',
        ...Object.fromEntries(
          texts.map((text, index) => [`k${index}`, (read(text, dialect) as { a: unknown }).a]),
        ),
      };
      const got = (theirs as { data: Record<string, unknown> }).data;
      for (const [name, value] of Object.entries(ours)) {
        if (Object.is(value, got[name]) || value === got[name]) continue;
        const text = texts[Number(name.slice(1))];
        throw new Error(
          `${text} to ${dialect}: expected ${JSON.stringify(got[name])}, got ${JSON.stringify(value)}`,
        );
      }
    }
  };
  fc.assert(fc.property(fc.array(scalar, { minLength: 30, maxLength: 40 }), compare), {
    numRuns: RUNS,
    endOnFailure: true,
    includeErrorInReport: true,
  });
  t.pass('all the same');
});
