/** A server of the page for a browser that is measured, as a process of its own: so many pods of an endless contagion. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openObservatoryServer, openSyntheticFeed } from '@pod-contagion/observatory/serving';
import { RATE } from '../rate.ts';

const [folder = '', pods = '', floor] = process.argv.slice(2);

/** The heading and the colours of the page, and nothing that has to be run: what a browser needs for anything at all. */
async function serveFloor(): Promise<string> {
  const style = await readFile(join(folder, 'page.css'));
  const page =
    '<!doctype html><title>floor</title><link rel="stylesheet" href="page.css"><header class="top"><h1>Pod Contagion</h1></header>';
  const server = createServer((request, response) => {
    const isStyle = request.url === '/page.css';
    response.setHeader('content-type', isStyle ? 'text/css' : 'text/html').end(isStyle ? style : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}

async function serve(): Promise<string> {
  const feed = openSyntheticFeed({ pods: Number(pods), rate: RATE, seed: 7 });
  return (await openObservatoryServer({ feed, pageFolder: folder })).url;
}

process.send?.(floor === undefined ? await serve() : await serveFloor());
process.on('disconnect', () => process.exit());
