import { readFileSync } from 'node:fs';
import t from 'tap';
import { VERSION } from '../src/version.ts';

t.test('the version is that of the package and of the project', async (t) => {
  for (const path of ['../package.json', '../../../package.json']) {
    const { version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
    t.equal(version, VERSION, path);
  }
});
