/** The table "I want to change ..." of docs/architecture.md names files and folders that are there. */
import { existsSync, readFileSync } from 'node:fs';
import t from 'tap';
import { ROOT } from '../files.ts';

const page = readFileSync(`${ROOT}docs/architecture.md`, 'utf8');
const [, table = ''] = /\n## I want to change \.\.\.\n\n(.*?)\n\n/s.exec(page) ?? [];

t.test('every place that it names', async (t) => {
  const rows = table.split('\n').slice(2);
  t.ok(rows.length >= 20, `${rows.length} cases`);
  for (const row of rows) {
    const places = [...row.matchAll(/`((?:apps|packages|scripts|kubernetes)\/[^`]+)`/g)].map(
      ([, place = '']) => place,
    );
    t.ok(places.length > 0 || row.includes('| the page;'), row);
    for (const place of places) t.ok(existsSync(ROOT + place), place);
  }
});
