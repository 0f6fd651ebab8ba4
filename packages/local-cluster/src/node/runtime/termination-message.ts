import { closeSync, constants, fstatSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import type { Runtime } from './runtime-types.ts';
import { MAX_MESSAGE_BYTES, MAX_MESSAGE_LOG_BYTES, MAX_MESSAGE_LOG_LINES } from './limits.ts';

/** Makes the termination message file anew, empty, whatever an instance before has left there. */
export function prepareMessageFile(file: string): void {
  rmSync(file, { recursive: true, force: true });
  writeFileSync(file, '', { mode: 0o666 });
}

/**
 * The end of a termination message file, as text; undefined where there is none, or nothing in it.
 *
 * Source: pkg/kubelet/kuberuntime/kuberuntime_container.go (`getTerminationMessage`), which reads the last 4096 bytes.
 */
export function readMessageFile(file: string): string | undefined {
  try {
    // A container can make anything of its file: a link to one of ours, or a pipe that nobody writes to.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile()) return undefined;
      const bytes = Buffer.alloc(Math.min(stat.size, MAX_MESSAGE_BYTES));
      const count = readSync(descriptor, bytes, 0, bytes.length, stat.size - bytes.length);
      return count === 0 ? undefined : lastText(bytes.subarray(0, count), MAX_MESSAGE_BYTES);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

/**
 * What stands in for the termination message of the present instance of a container under the policy
 * FallbackToLogsOnError: the end of its log, at most 80 lines and 2048 bytes.
 *
 * Source: pkg/kubelet/kuberuntime/kuberuntime_container.go (`readLastStringFromContainerLogs`).
 */
export async function readLogEnd(runtime: Runtime, podUid: string, container: string): Promise<string> {
  const log = await runtime.openLog(podUid, container, {
    follow: false,
    previous: false,
    timestamps: false,
    tailLines: MAX_MESSAGE_LOG_LINES,
  });
  let end: Buffer = Buffer.alloc(0);
  for await (const chunk of log ?? []) {
    // Copied: a part of a chunk would keep all of it.
    end = Buffer.from(Buffer.concat([end, chunk]).subarray(-MAX_MESSAGE_LOG_BYTES));
  }
  return lastText(end, MAX_MESSAGE_LOG_BYTES);
}

/** The last bytes as text, without the rest of a character that was cut through. Source: RFC 3629, 3 (10xxxxxx continues a character). */
export function lastText(bytes: Buffer, maxBytes: number): string {
  let start = Math.max(bytes.length - maxBytes, 0);
  const furthest = Math.min(start + 3, bytes.length);
  while (start < furthest && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  const text = bytes.toString('utf8', start);
  // What is no UTF-8 becomes longer as text.
  return Buffer.byteLength(text) > maxBytes ? lastText(Buffer.from(text), maxBytes) : text;
}
