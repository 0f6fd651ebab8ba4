/**
 * Loads a port over so many connections for so long, and says in JSON what came: `flood` reads without end, `echo` sends 64 bytes and
 * waits for them before it sends again, on each connection. `node load.ts flood|echo PORT CONNECTIONS MS`.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const MESSAGE = Buffer.alloc(64, 'x');
/** Before anything is counted, in ms. */
const WARM_UP_MS = 500;

const [kind, port, connections, ms] = process.argv.slice(2);
let bytes = 0;
let allBytes = 0;
let allExchanges = 0;
let delaysMs: number[] = [];

async function open(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: Number(port), noDelay: true });
  await once(socket, 'connect');
  return socket.on('error', () => undefined);
}

function exchange(socket: Socket): void {
  let sentMs = performance.now();
  let missing = MESSAGE.length;
  socket.on('data', (data) => {
    missing -= data.length;
    if (missing > 0) return;
    const nowMs = performance.now();
    delaysMs.push(nowMs - sentMs);
    allExchanges += 1;
    sentMs = nowMs;
    missing = MESSAGE.length;
    socket.write(MESSAGE);
  });
  socket.write(MESSAGE);
}

const sockets: Socket[] = [];
for (let index = 0; index < Number(connections); index++) sockets.push(await open());
for (const socket of sockets) {
  if (kind === 'echo') exchange(socket);
  else
    socket.on('data', (data) => {
      bytes += data.length;
      allBytes += data.length;
    });
}
await sleep(WARM_UP_MS);
bytes = 0;
delaysMs = [];
const beginMs = performance.now();
await sleep(Number(ms));
const tookMs = performance.now() - beginMs;
const sorted = Float64Array.from(delaysMs).toSorted();
const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN;
const result = {
  bytesPerSecond: (bytes * 1_000) / tookMs,
  medianMs: at(0.5),
  p99Ms: at(0.99),
  allBytes,
  allExchanges,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);
