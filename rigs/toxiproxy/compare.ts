/**
 * Plays the exchanges of packages/toxics/test/api/exchanges.ts with a real Toxiproxy, and says what is not as it is written there:
 * `node rigs/toxiproxy/compare.ts /path/to/toxiproxy-server`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { EXCHANGES } from '../../packages/toxics/test/api/exchanges.ts';
import { play } from '../../packages/toxics/test/api/play.ts';
import { until } from '../../scripts/testing/until.ts';

const [program] = process.argv.slice(2);
if (program === undefined) {
  process.stderr.write('compare: expected the path of toxiproxy-server, got none\n');
  process.exit(2);
}

async function listening(): Promise<[Server, string]> {
  const server = createServer((socket) => void socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return [server, `127.0.0.1:${(server.address() as AddressInfo).port}`];
}

const [upstreamServer, upstream] = await listening();
const [takenServer, taken] = await listening();
const [portServer, place] = await listening();
portServer.close();
const [host = '', port = ''] = place.split(':');
const child = spawn(program, ['-host', host, '-port', port], { stdio: 'ignore' });
const base = `http://${place}`;
let differing = 0;
try {
  await until('it to answer', () =>
    fetch(`${base}/version`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  for (const exchange of EXCHANGES) {
    const { ask, status, json, text, unlike } = exchange;
    const isOther = unlike?.json !== undefined || unlike?.text !== undefined;
    const expected = {
      status: unlike?.status ?? status,
      json: isOther ? unlike.json : json,
      text: isOther ? unlike.text : text,
    };
    const answered = await play(base, exchange, { upstream, taken });
    if (isDeepStrictEqual(answered, expected)) continue;
    differing += 1;
    process.stdout.write(
      `${ask.join(' ')}\n  expected ${JSON.stringify(expected)}\n  answered ${JSON.stringify(answered)}\n`,
    );
  }
} finally {
  child.kill();
  upstreamServer.close();
  takenServer.close();
}
process.stdout.write(`${EXCHANGES.length} exchanges, ${differing} not as written\n`);
process.exitCode = differing === 0 ? 0 : 1;
