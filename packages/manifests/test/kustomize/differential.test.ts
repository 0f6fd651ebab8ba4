/** What is built here of generated folders against what kubectl builds: the same, or a refusal that says why. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { buildKustomization } from '../../src/kustomize/build.ts';
import { parseYaml } from '../../src/reading/yaml.ts';
import { byIdentity } from './canonical.ts';
import { folder, type Folder } from './generated-kustomizations.ts';

const skip = missing('kubectl');

/** How many are compared; kubectl takes a tenth of a second of the processor for each. */
const RUNS = Number(process.env['KUSTOMIZE_RUNS'] ?? 15);

/** How long kubectl may take on a busy machine, in ms. */
const KUBECTL_LIMIT_MS = 60_000;

t.setTimeout(RUNS * 20_000 + 60_000);

type Verdict = Readonly<{ objects: unknown } | { refusal: string }>;

function byKubectl(top: string): Promise<Verdict> {
  return new Promise((resolve) => {
    execFile('kubectl', ['kustomize', top], { timeout: KUBECTL_LIMIT_MS }, (error, stdout, stderr) => {
      resolve(error === null ? { objects: byIdentity(parseYaml(stdout, 'kubectl')) } : { refusal: stderr });
    });
  });
}

async function here(top: string): Promise<Verdict> {
  try {
    return { objects: byIdentity(await buildKustomization(top)) };
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (code !== 'MANIFEST_KUSTOMIZATION' && code !== 'MANIFEST_UNREADABLE') throw error;
    return { refusal: message };
  }
}

function write(root: string, files: Folder): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return join(root, 'top');
}

t.test('generated kustomizations', { skip }, async (t) => {
  const places = t.testdir();
  const counts = { same: 0, refusedHere: 0, refusedByBoth: 0 };
  const compare = async (files: Folder): Promise<void> => {
    const root = mkdtempSync(join(places, 'folder-'));
    const top = write(root, files);
    const [ours, theirs] = await Promise.all([here(top), byKubectl(top)]);
    rmSync(root, { recursive: true });
    if ('refusal' in ours) counts['refusal' in theirs ? 'refusedByBoth' : 'refusedHere'] += 1;
    else if (isDeepStrictEqual(ours, theirs)) counts.same += 1;
    else throw new Error(`expected ${JSON.stringify(theirs)} as kubectl, got ${JSON.stringify(ours)}`);
  };
  await fc.assert(fc.asyncProperty(folder, compare), {
    numRuns: RUNS,
    endOnFailure: true,
    includeErrorInReport: true,
  });
  t.comment(JSON.stringify(counts));
  t.ok(counts.same >= RUNS / 5, 'enough of them can be built');
  t.ok(counts.refusedHere <= RUNS / 5 + 2, 'few are refused here alone');
});
