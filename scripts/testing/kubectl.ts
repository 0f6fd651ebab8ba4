import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { missing } from './needs.ts';

/** Where kubectl is; undefined on a machine without it. */
export const KUBECTL: string | undefined = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'kubectl'))
  .find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Why a test that needs it is skipped; false where it is there and runs. */
export const NO_KUBECTL: string | false = missing('kubectl');

/** How long it may take on a busy machine, in ms. */
const PATIENCE_MS = 60_000;

/** How a command ended. */
export type KubectlEnd = Readonly<{ code: number; out: string; err: string }>;

/** Runs kubectl with these variables and no others. */
export function kubectl(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<KubectlEnd> {
  return new Promise((resolve) => {
    const child = execFile(
      KUBECTL ?? 'kubectl',
      argv,
      { env, cwd, timeout: PATIENCE_MS },
      (error, out, err) => {
        const code = typeof error?.code === 'number' ? error.code : Number(error !== null);
        resolve({ code, out, err });
      },
    );
    child.stdin?.end();
  });
}
