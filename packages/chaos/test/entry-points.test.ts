/** The surface of the library: few names an entry point, each from one of them, and none that loads the Kubernetes client. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { SOURCE_CONDITION } from '../../../scripts/files.ts';
import { exportsOf, mistakesIn, MOST_NAMES } from './testing/entry-points.ts';

const PACKAGE = new URL('../', import.meta.url);

type Conditions = Readonly<Record<string, string>>;

const { name: PACKAGE_NAME, exports: EXPORTS } = JSON.parse(
  readFileSync(new URL('package.json', PACKAGE), 'utf8'),
) as { name: string; exports: Readonly<Record<string, Conditions>> };

/** Each entry point by what is imported, with its text. */
const ENTRIES = new Map(
  Object.entries(EXPORTS).map(([path, conditions]) => [
    path.replace('.', PACKAGE_NAME),
    { conditions, text: readFileSync(new URL(conditions[SOURCE_CONDITION] ?? '', PACKAGE), 'utf8') },
  ]),
);

t.test('each exports few names, and none that another exports', (t) => {
  const names = [...ENTRIES].map(
    ([entry, { text }]) => [entry, exportsOf(text).map(({ name }) => name)] as const,
  );
  t.same(mistakesIn(new Map(names)), []);
  t.end();
});

t.test('what is built lies where its source does', (t) => {
  for (const [entry, { conditions }] of ENTRIES) {
    const built = conditions[SOURCE_CONDITION]?.replace('./src/', './dist/').replace(/\.ts$/, '');
    t.same(
      conditions,
      { [SOURCE_CONDITION]: conditions[SOURCE_CONDITION], types: `${built}.d.ts`, default: `${built}.js` },
      entry,
    );
  }
  t.end();
});

t.test('each can be imported by its name, with just the values that stand there', async (t) => {
  for (const [entry, { text }] of ENTRIES) {
    const values = exportsOf(text).filter(({ isType }) => !isType);
    const module = (await import(entry)) as object;
    t.same(Object.keys(module).toSorted(), values.map(({ name }) => name).toSorted(), entry);
  }
});

t.test('none loads the Kubernetes client, which takes a third of a second', (t) => {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({
      resolve(specifier, context, next) {
        if (specifier.startsWith('@kubernetes/')) console.log(specifier);
        return next(specifier, context);
      },
    });
    for (const entry of process.argv.slice(1)) await import(entry);`;
  const load = (entries: readonly string[]): string =>
    execFileSync(
      process.execPath,
      [`--conditions=${SOURCE_CONDITION}`, '--input-type=module', '--eval', script, ...entries],
      { cwd: PACKAGE, encoding: 'utf8' },
    );
  t.equal(load([...ENTRIES.keys()]), '');
  t.equal(load(['@kubernetes/client-node']), '@kubernetes/client-node\n', 'it would be seen');
  t.end();
});

t.test('a mistake is found', (t) => {
  const many = Array.from({ length: MOST_NAMES + 1 }, (_, index) => `name${index}`);
  t.same(mistakesIn(new Map([['lib', many.slice(1)]])), []);
  t.same(
    mistakesIn(
      new Map([
        ['lib', many],
        ['lib/none', []],
        ['lib/again', ['name0']],
      ]),
    ),
    [
      `expected lib to export 1 to ${MOST_NAMES} names, got ${many.length}`,
      `expected lib/none to export 1 to ${MOST_NAMES} names, got 0`,
      'expected name0 from one entry point, got lib and lib/again',
    ],
  );
  t.same(exportsOf("// All.\nexport { a, type B } from './a.ts';\nexport type { C as D } from './c.ts';\n"), [
    { name: 'a', isType: false },
    { name: 'B', isType: true },
    { name: 'D', isType: true },
  ]);
  t.throws(() => exportsOf("export * from './all.ts';"), /expected export \{ NAME \}/);
  t.throws(() => exportsOf('export const a = 1;'), /expected export \{ NAME \}/);
  t.end();
});
