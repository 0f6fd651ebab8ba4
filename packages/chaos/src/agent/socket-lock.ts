import { connect, createServer, type Server, type Socket } from 'node:net';
import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../errors.ts';
import {
  ANSWER_LIMIT_BYTES,
  LOCK_CONNECTION_LIMIT,
  QUESTION_LIMIT_BYTES,
  QUESTION_LIMIT_MS,
  RELEASE_LIMIT_MS,
} from './limits.ts';
import type { AgentLock, HeldLock, LockAnswer, LockQuestion } from './lock.ts';
import { parseAnswer, parseQuestion } from './lock-protocol.ts';

/**
 * Locks as abstract Unix sockets: Linux keeps their names per network namespace, which is what the containers of a pod
 * share, and frees them when the process is gone, also by SIGKILL; there is no file that could be left. See unix(7).
 */
export const SOCKET_LOCK: AgentLock = { take, ask };

function addressOf(name: string): string {
  return `\0pod-chaos/${name}`;
}

async function take(
  name: string,
  answer: (question: LockQuestion) => Promise<LockAnswer>,
): Promise<HeldLock | undefined> {
  const answering = new Map<Socket, Promise<void>>();
  const server = createServer((socket) => {
    const done = serve(socket, answer).finally(() => answering.delete(socket));
    answering.set(socket, done);
  });
  server.maxConnections = LOCK_CONNECTION_LIMIT;
  const bound = await listen(server, addressOf(name));
  return bound ? { release: () => release(server, answering) } : undefined;
}

function listen(server: Server, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('listening', () => {
      // An error of the listener, such as too many open files, must not end the agent.
      server.on('error', () => {});
      resolve(true);
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(new ChaosError('CHAOS_SET_UP', `can't take the lock: ${error.message}`, { cause: error }));
    });
    server.listen(address);
  });
}

/** Reads one question, answers it and waits until that has left. Never rejects. */
async function serve(socket: Socket, answer: (question: LockQuestion) => Promise<LockAnswer>): Promise<void> {
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  socket.on('error', () => socket.destroy());
  const line = await readLine(socket, QUESTION_LIMIT_BYTES, QUESTION_LIMIT_MS).catch(() => undefined);
  const question = line === undefined ? undefined : parseQuestion(line);
  if (question === undefined) {
    socket.destroy();
    return;
  }
  try {
    socket.end(`${JSON.stringify(await answer(question))}\n`);
  } catch {
    socket.destroy();
  }
  await closed;
}

async function release(server: Server, answering: ReadonlyMap<Socket, Promise<void>>): Promise<void> {
  server.close();
  let callOff: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (callOff = setTimeout(resolve, RELEASE_LIMIT_MS)));
  await Promise.race([Promise.all(answering.values()), late]);
  clearTimeout(callOff);
  for (const socket of answering.keys()) socket.destroy();
}

async function ask(name: string, question: LockQuestion, limitMs: number): Promise<LockAnswer | undefined> {
  const socket = connect(addressOf(name));
  socket.on('error', () => {});
  socket.once('connect', () => socket.write(`${JSON.stringify(question)}\n`));
  try {
    const line = await readLine(socket, ANSWER_LIMIT_BYTES, limitMs);
    return line === undefined ? undefined : parseAnswer(line);
  } finally {
    socket.destroy();
  }
}

/**
 * Reads a line; undefined where the other end closes without one.
 * @throws {ChaosError} CHAOS_TIMEOUT, CHAOS_CONFLICT where it is too long
 */
function readLine(socket: Socket, limitBytes: number, limitMs: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => {
      reject(new ChaosError('CHAOS_TIMEOUT', `the other end of the lock was silent for ${limitMs} ms`));
    }, limitMs);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
      else if (Buffer.byteLength(text) > limitBytes) {
        const message = `expected a line of at most ${limitBytes} bytes over the lock, got a longer one`;
        reject(new ChaosError('CHAOS_CONFLICT', message));
      }
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Nobody listens, or the holder went away; a full backlog or a lack of rights are something else.
      if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(error.code ?? '')) resolve(undefined);
      else
        reject(new ChaosError('CHAOS_CONFLICT', `can't ask the holder of the lock: ${describeError(error)}`));
    });
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });
}
