import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';

/** What the process may use for all objects it holds, in MiB: a fifth of what one of these requests once took. */
const HEAP_MIB = 256;

/** How much more than a large ordinary request one of these may take, in processor time, and how little is never too much. */
const TIMES_ORDINARY = 40;
const ALWAYS_ENOUGH_MS = 2_000;

/** The largest answer that tells what is wrong, in bytes. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** The code of each answer; in the order of hostile.ts. */
const CODES: Readonly<Record<string, number>> = {
  'JSON patch that doubles': 422,
  'JSON patch of too many operations': 413,
  'JSON patch that shifts': 422,
  'JSON patch that compares': 422,
  'JSON patch that digs': 422,
  'strategic merge of many items': 413,
  'strategic merge that deletes': 200,
  'merge patch that is deep': 400,
  'merge patch of many owners': 422,
  'deep JSON': 400,
  'deep lists of YAML': 400,
  'many keys of YAML': 400,
  'many documents of YAML': 422,
  'aliases of YAML': 400,
  'the same field, over and over, deep': 422,
  'empty containers': 413,
  'few thousand empty containers': 422,
  'ports without end': 422,
  'mounts of volumes': 422,
  'a quantity of many digits': 400,
  'labels that are wrong': 422,
  'annotations beyond their size': 422,
  'owners that all control': 422,
  'addresses of a Service': 422,
  'families of a Service': 422,
  'ports of a Service': 422,
  finalizers: 422,
  'a name without end': 422,
  'a ConfigMap that is too large': 500,
  'a body that is too large': 413,
  'selectors of many conditions': 400,
  'fields of many conditions': 400,
  'a time to end in beyond all calendars': 200,
  'endpoints by ports': 201,
  'the table of those': 200,
  'replicas without end': 201,
  'a moment that never comes': 201,
};

type Line = Readonly<{
  name: string;
  code: number;
  tookMs: number;
  bytes: number;
  isWell: boolean;
  text: string;
  pods: number;
  errors: string[];
}>;

t.test('no request makes the server grow or stall', async (t) => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      ...process.execArgv.filter((option) => option.startsWith('--conditions')),
      `--max-old-space-size=${HEAP_MIB}`,
      fileURLToPath(new URL('hostile.ts', import.meta.url)),
    ],
    { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 },
  );
  t.equal(status, 0, stderr.slice(-2_000));
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  const [ordinary, ...others] = lines;
  const end = others.pop();
  const limitMs = Math.max(TIMES_ORDINARY * (ordinary?.tookMs ?? 0), ALWAYS_ENOUGH_MS);
  t.strictSame(
    others.map(({ name }) => name),
    Object.keys(CODES),
  );
  for (const { name, code, tookMs, bytes, isWell, text } of others) {
    t.equal(code, CODES[name], `${name}: ${text}`);
    t.ok(tookMs < limitMs, `${name}: ${tookMs} ms of ${limitMs}`);
    t.ok(bytes < MAX_ANSWER_BYTES, `${name}: ${bytes} bytes`);
    t.ok(isWell, name);
  }
  t.strictSame(end?.errors, [], 'no mistake of ours');
  t.ok((end?.pods ?? 0) <= 10_001, `${end?.pods} pods`);
});
