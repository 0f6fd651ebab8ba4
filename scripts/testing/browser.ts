import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAMES = ['chromium-headless-shell', 'chromium', 'google-chrome'] as const;

/** Headless, and modest in what it asks of a container. */
export const BROWSER_FLAGS: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
];

/** How long a browser that is tried may take on a busy machine, in ms. */
const TRY_LIMIT_MS = 60_000;

let found: Readonly<{ path: string | undefined }> | undefined;

/** Where a Chromium is; undefined where there is none. */
export function browserPath(): string | undefined {
  found ??= { path: NAMES.map(pathOf).find((path) => path !== undefined) };
  return found.path;
}

function pathOf(name: string): string | undefined {
  const { status, stdout } = spawnSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Why no Chromium runs here, in words; undefined where one does. */
export function whyNoBrowser(): string | undefined {
  const path = browserPath();
  if (path === undefined) return `none of ${NAMES.join(', ')}`;
  // Two that share a profile get into each other's way.
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const flags = [...BROWSER_FLAGS, `--user-data-dir=${profile}`];
  const { status, stderr, error } = spawnSync(path, [...flags, '--dump-dom', 'about:blank'], {
    encoding: 'utf8',
    timeout: TRY_LIMIT_MS,
  });
  rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split('\n')[0] ?? 'it ends by a signal';
}
