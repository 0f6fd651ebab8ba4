import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { ENDPOINTS, FORM_FIELDS, LOG_EVENTS } from '../src/reference.ts';

const FOLDERS = ['../src/', '../../health/src/'].map((folder) => new URL(folder, import.meta.url));
const source = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file !== 'reference.ts')
    .map((file) => readFileSync(new URL(file, folder), 'utf8')),
).join('\n');

t.test('the listed log events are those that are logged', async (t) => {
  const logged = new Set([...source.matchAll(/event: '([\w-]+)'/g)].map(([, event]) => event));
  t.same(new Set(LOG_EVENTS.map(({ event }) => event)), logged);
});

t.test(
  'the listed endpoints are those that are routed, and the form fields those that are read',
  async (t) => {
    const routed = [...source.matchAll(/app\.(?:all|get)\('([^']+)'/g)].map(([, path]) => path);
    t.same(new Set(ENDPOINTS.map(({ path }) => path)), new Set(routed));
    const read = [...source.matchAll(/\bfield\('(\w+)'\)/g)].map(([, name]) => name);
    t.same(new Set(FORM_FIELDS.map(({ field }) => field)), new Set(read));
  },
);
