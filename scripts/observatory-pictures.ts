/**
 * Takes the pictures of the live page anew, into docs/observatory: an epidemic of fifty podders on a local cluster, a minute after the
 * first sneeze, in a real Chromium. Takes about two minutes; the machine should have nothing else to do.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import { ROOT } from './files.ts';
import { appCommand } from './testing/app-command.ts';

const OUT = `${ROOT}docs/observatory`;

/** How long after the first sneeze. */
const AFTER_MS = 60_000;

/** How long a panel is given to draw what it loads. */
const DRAW_MS = 6_000;

const WIDE = { width: 1_280, height: 800 };

type Shot = Readonly<{
  name: string;
  hash: string;
  size?: Readonly<{ width: number; height: number }>;
  scheme?: 'dark' | 'light';
}>;

const SHOTS: readonly Shot[] = [
  { name: 'live', hash: '' },
  { name: 'light', hash: '', scheme: 'light' },
  { name: 'tree', hash: '#view=tree' },
  { name: 'graph', hash: '#view=tabs&tab=graph' },
  { name: 'heatmap', hash: '#view=tabs&tab=heatmap' },
  { name: 'distributions', hash: '#view=tabs&tab=distributions' },
  { name: 'simulate', hash: '#mode=simulate' },
  { name: 'narrow', hash: '', size: { width: 400, height: 800 } },
];

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
const browser = await chromium.launch({
  ...(process.env['CHROMIUM'] === undefined
    ? { executablePath: '/usr/bin/chromium' }
    : { executablePath: process.env['CHROMIUM'] }),
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  await ofEmptyState();
  await ofEpidemic();
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

async function ofEpidemic(): Promise<void> {
  const up = start(['up', '--json']);
  let url = '';
  for await (const line of createInterface(up.stdout)) {
    const told = line.startsWith('{') ? (JSON.parse(line) as { event: string; url?: string }) : { event: '' };
    if (told.event === 'page') url = told.url ?? '';
    if (told.event === 'sneezed') break;
  }
  // Whatever it still says is of no interest, and must not stop it.
  up.stdout.resume();
  await sleep(AFTER_MS);
  for (const shot of SHOTS) await take(url, shot);
  up.kill('SIGINT');
  await new Promise((resolve) => up.once('exit', resolve));
}

/** Without any cluster: why there is nothing to see, and what helps. */
async function ofEmptyState(): Promise<void> {
  const observe = start(['observe'], { KUBECONFIG: '', HOME: folder });
  for await (const line of createInterface(observe.stdout)) {
    await take(line, { name: 'empty', hash: '' });
    break;
  }
  observe.kill('SIGINT');
  await new Promise((resolve) => observe.once('exit', resolve));
}

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ReturnType<typeof spawnPiped> {
  return spawnPiped(args, { ...process.env, XDG_STATE_HOME: folder, ...env });
}

function spawnPiped(args: readonly string[], env: NodeJS.ProcessEnv) {
  const [program = '', ...words] = appCommand('contagion');
  return spawn(program, [...words, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

async function take(url: string, { name, hash, size = WIDE, scheme = 'dark' }: Shot): Promise<void> {
  const page: Page = await browser.newPage({ viewport: size, colorScheme: scheme });
  await page.goto(`${url}${hash}`);
  await page.waitForTimeout(DRAW_MS);
  await page.screenshot({ path: join(OUT, `${name}.png`) });
  await page.close();
}
