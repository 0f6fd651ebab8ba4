import { fileURLToPath } from 'node:url';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import t from 'tap';
import { LOCAL_CLUSTER_ERROR_CODES, LocalClusterError } from '../src/errors.ts';

const text = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** The contents of all files of a kind in a folder beside this one, but for those of a name. */
function contents(pattern: string, except: string): string {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const files = globSync(pattern, { cwd }).filter((file) => basename(file) !== except);
  return files.map((file) => text(`./${file}`)).join('\n');
}

t.test('every code is thrown somewhere and tested somewhere', async (t) => {
  const sources = contents('../src/**/*.ts', 'errors.ts');
  const tests = contents('**/*.test.ts', 'errors.test.ts');
  for (const code of Object.keys(LOCAL_CLUSTER_ERROR_CODES)) {
    t.match(sources, `'${code}'`, `${code} is thrown`);
    t.match(tests, new RegExp(`\\b${code}\\b`), `${code} is tested`);
  }
  const used = [...sources.matchAll(/new LocalClusterError\(\s*'(\w+)'/g)].map(([, code]) => String(code));
  t.ok(used.length >= 15);
  t.same(
    used.filter((code) => !(code in LOCAL_CLUSTER_ERROR_CODES)),
    [],
  );
});

t.test('every code is in the reference, with what it means', async (t) => {
  const reference = text('../../../docs/reference.md');
  for (const [code, meaning] of Object.entries(LOCAL_CLUSTER_ERROR_CODES)) {
    const row = reference.split('\n').find((line) => line.startsWith(`| \`${code}\` `)) ?? '';
    t.ok(row.includes(meaning), `${code}: ${meaning}`);
  }
});

t.test('an error keeps its code and its cause', async (t) => {
  const cause = new Error('the system said no');
  const error = new LocalClusterError('LISTEN_FAILED', 'expected this, got that', { cause });
  t.match(error, { name: 'LocalClusterError', code: 'LISTEN_FAILED', message: 'expected this, got that' });
  t.equal(error.cause, cause);
});
