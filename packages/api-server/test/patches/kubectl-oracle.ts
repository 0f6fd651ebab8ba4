import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What kubectl makes of the originals, or what it says against the patch. */
export type Verdict = { results: unknown[] } | { refusal: string };

/** Reads objects of JSON that stand one after the other, each beginning and ending in the first column. */
function objectsIn(text: string): unknown[] {
  return text
    .split(/(?<=^\})\n/m)
    .filter((part) => part.trim() !== '')
    .map((part) => JSON.parse(part) as unknown);
}

/** Applies a patch to each of some objects as Kubernetes' own code does it: `kubectl patch --local`. */
export async function patchedByKubectl(
  type: 'json' | 'merge' | 'strategic',
  originals: readonly unknown[],
  patch: unknown,
): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'patch-oracle-'));
  try {
    const file = join(folder, 'originals.json');
    await writeFile(file, originals.map((original) => JSON.stringify(original)).join('\n'));
    const args = [
      'patch',
      '--local',
      `--type=${type}`,
      '-o',
      'json',
      '-f',
      file,
      '-p',
      JSON.stringify(patch),
    ];
    const env = { ...process.env, KUBECONFIG: join(folder, 'none'), HOME: folder };
    return await new Promise((resolve) => {
      execFile('kubectl', args, { env, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
        resolve(error === null ? { results: objectsIn(stdout) } : { refusal: stderr.trim() });
      });
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
