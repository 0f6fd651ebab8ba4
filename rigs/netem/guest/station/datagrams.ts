import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, DatagramProbe, DatagramResult, Endpoint } from './orders.ts';

/** Payload where none is asked for. */
const PAYLOAD_BYTES = 64;

/** Where the sequence number ends and the time of the answer begins, of 8 bytes. */
const STAMP_OFFSET = 4;
const LEAST_BYTES = 12;

/** Answers every datagram with itself and the time at which it came, until the station ends. */
export async function echoDatagrams({ address, port }: Endpoint): Promise<null> {
  const socket = open(address);
  socket.on('message', (message, from) => {
    message.writeDoubleBE(clockMs(), STAMP_OFFSET);
    socket.send(message, from.port, from.address);
  });
  await bind(socket, port, address);
  return null;
}

/** Sends numbered datagrams and notes every answer, late, doubled and out of order ones too. */
export async function probeDatagrams(probe: DatagramProbe): Promise<DatagramResult> {
  const socket = open(probe.to.address);
  await bind(socket, probe.localPort ?? 0);
  const sentAtMs: number[] = [];
  const answers: Answer[] = [];
  socket.on('message', (message) => {
    const now = clockMs();
    const sequence = message.readUInt32BE(0);
    const sentAt = sentAtMs[sequence];
    if (sentAt !== undefined) {
      const thereMs = message.readDoubleBE(STAMP_OFFSET) - sentAt;
      answers.push({ sequence, atMs: now - (sentAtMs[0] ?? now), rttMs: now - sentAt, thereMs });
    }
  });
  // A port without a listener, and the packet filter's reject, come as an error of the socket.
  socket.on('error', () => undefined);
  const payload = Buffer.alloc(Math.max(LEAST_BYTES, probe.bytes ?? PAYLOAD_BYTES));
  const began = clockMs();
  for (let sequence = 0; sequence < probe.count; sequence++) {
    const dueMs = began + sequence * probe.intervalMs - clockMs();
    if (dueMs > 0) await sleep(dueMs);
    payload.writeUInt32BE(sequence, 0);
    sentAtMs.push(clockMs());
    await send(socket, Buffer.from(payload), probe.to);
  }
  await sleep(probe.settleMs);
  socket.close();
  return { sent: probe.count, answers };
}

/** The clock of the machine, which all processes share. */
function clockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function open(address: string): Socket {
  return createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', reuseAddr: true });
}

async function bind(socket: Socket, port: number, address?: string): Promise<void> {
  const listening = once(socket, 'listening');
  socket.bind(port, address);
  await listening;
}

/** Sends; where the packet filter forbids it (EPERM), nothing is sent, which is what is measured. */
async function send(socket: Socket, payload: Buffer, { address, port }: Endpoint): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.send(payload, port, address, () => resolve());
  });
}
