import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeAccess } from '../../faults/fault-agent.ts';

/** How long one question to the node may take, in ms. */
const ASK_LIMIT_MS = 1_000;

/** Bytes of an answer that are kept. */
const ANSWER_LIMIT_BYTES = 1_024;

/** The folder of the node that is mounted here, and what else takes time. */
export function nodeAccess(folder: string): NodeAccess {
  return {
    list: () => readdir(folder).catch(() => []),
    read: (name) => readFile(join(folder, name), 'utf8'),
    write: (name, text) => writeWhole(folder, name, text),
    remove: (name) => rm(join(folder, name), { force: true }),
    ask,
    pause: (ms) => sleep(ms),
    monotonicMs: () => performance.now(),
  };
}

/** Writes beside it first, so that nobody ever finds half of it, and only root may read it. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const beside = join(folder, `.${name}`);
  const file = await open(beside, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, join(folder, name));
}

/** Not by `fetch`, which takes longer to load than all the rest of an agent. */
function ask(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ASK_LIMIT_MS);
    get(url, { signal }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => (text = (text + piece).slice(0, ANSWER_LIMIT_BYTES)));
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(text);
        else reject(new Error(`expected ${url} to answer with 200, got ${answer.statusCode}`));
      });
    }).on('error', reject);
  });
}
