import { Writable } from 'node:stream';
import type { V1Status } from '@kubernetes/client-node';
import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../errors.ts';
import { statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { pause } from '../pause.ts';

/** Longest output of a command that is kept, in bytes: it is for messages. */
const MAX_OUTPUT_BYTES = 4_096;

/** How long until an exec that an API server is too busy for is tried again, in ms. */
const BUSY_WAIT_MS = 1_000;

/** A command to be run in a container. */
export type ExecRequest = Readonly<{
  namespace: string;
  name: string;
  container: string;
  command: readonly string[];
  /** How long it may take, the connection included, in ms. */
  limitMs: number;
}>;

/** How it ended. Without an exit code it did not start, or nobody knows: its end may have ended the connection. */
export type ExecEnd = Readonly<{ exitCode: number | undefined; isCut: boolean; message: string }>;

/**
 * Runs a command in a container over a WebSocket, as `kubectl exec` does. It needs get on pods/exec, as a WebSocket
 * begins with a GET, and create too since Kubernetes 1.35 (KEP-4006).
 * @throws {ChaosError} CHAOS_FORBIDDEN; CHAOS_API where the cluster has no exec; CHAOS_UNREACHABLE; CHAOS_TIMEOUT
 */
export async function execIn(kube: Kubernetes, request: ExecRequest, signal: AbortSignal): Promise<ExecEnd> {
  const untilMs = performance.now() + request.limitMs;
  for (;;) {
    try {
      return await execOnce(kube, request, signal);
    } catch (error) {
      // Nothing was begun. A WebSocket does not tell for how long the API server asks to wait.
      const isBusy = statusOf(error) === 429 && performance.now() + BUSY_WAIT_MS < untilMs;
      if (!isBusy || signal.aborted) throw error;
      await pause(BUSY_WAIT_MS, signal);
    }
  }
}

async function execOnce(kube: Kubernetes, request: ExecRequest, signal: AbortSignal): Promise<ExecEnd> {
  const { namespace, name, container, command, limitMs } = request;
  const { Exec } = await import('@kubernetes/client-node');
  const output = new Beginning();
  const doing = `exec in container ${container} of pod ${namespace}/${name}`;
  return new Promise((resolve, reject) => {
    let close: () => void = () => undefined;
    const limit = setTimeout(() => end(timeout(doing, limitMs)), limitMs);
    const onAbort = (): void => end(new ChaosError('CHAOS_TIMEOUT', `can't ${doing}: interrupted`));
    signal.addEventListener('abort', onAbort, { once: true });
    const end = (result: ExecEnd | Error): void => {
      clearTimeout(limit);
      signal.removeEventListener('abort', onAbort);
      close();
      if (result instanceof Error) reject(result);
      else resolve(result);
    };
    const onStatus = (status: V1Status): void => end(endOf(status, output.text()));
    new Exec(kube.config)
      .exec(namespace, name, container, [...command], output, output, null, false, onStatus)
      .then((socket) => {
        close = () => socket.close();
        if (signal.aborted) onAbort();
        const cut = { exitCode: undefined, isCut: true, message: 'the connection ended without a status' };
        socket.addEventListener('close', () => end(cut));
      })
      .catch((error: unknown) => end(refusal(doing, error)));
  });
}

/** What the API server's last word on the command means. */
function endOf({ status, message = '', details }: V1Status, output: string): ExecEnd {
  if (status === 'Success') return { exitCode: 0, isCut: false, message: output };
  const code = details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  const exitCode = code === undefined ? undefined : Number.parseInt(code, 10);
  return { exitCode, isCut: false, message: [message, output].filter(Boolean).join(': ') };
}

/** The WebSocket tells nothing of an answer but its status. */
function refusal(doing: string, error: unknown): ChaosError {
  const message = describeError((error as { message?: unknown } | undefined)?.message ?? error);
  const status = /Unexpected server response: (\d{3})/.exec(message)?.[1];
  const cause = error instanceof Error ? { cause: error } : {};
  switch (status) {
    case undefined:
      return new ChaosError('CHAOS_UNREACHABLE', `can't ${doing}: ${message}`, cause);
    case '401':
    case '403':
      return new ChaosError(
        'CHAOS_FORBIDDEN',
        `can't ${doing}: HTTP ${status}, it needs get (since Kubernetes 1.35 create too) on pods/exec`,
        cause,
      );
    case '404':
    case '405':
      return new ChaosError('CHAOS_API', `can't ${doing}: HTTP ${status}, this cluster has no exec`, cause);
    default: {
      const answered = Object.assign(new Error(message), { code: Number(status) });
      return new ChaosError('CHAOS_API', `can't ${doing}: HTTP ${status}`, { cause: answered });
    }
  }
}

function timeout(doing: string, limitMs: number): ChaosError {
  return new ChaosError('CHAOS_TIMEOUT', `can't ${doing}: expected an end within ${limitMs} ms, got none`);
}

/** Keeps the beginning of what is written. */
class Beginning extends Writable {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const kept = chunk.subarray(0, MAX_OUTPUT_BYTES - this.#bytes);
    this.#bytes += kept.length;
    this.#chunks.push(kept);
    done();
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString().trim().replaceAll(/\s+/g, ' ');
  }
}
