import { execFile } from 'node:child_process';
import { systemCode } from '@pod-contagion/errors';
import { LocalClusterError } from '../errors.ts';

/** How long one run may take, in milliseconds; one takes some milliseconds per pod. */
const TIMEOUT_MS = 30_000;

/** How much of the output is read, in bytes: routes of a large machine. */
const MAX_OUTPUT_BYTES = 16_000_000;

/** How much of what a program complains of goes into a message, in characters. */
const MAX_COMPLAINT_CHARACTERS = 500;

/** Runs `ip` of iproute2 and gives what it wrote. Throws NO_IP_COMMAND, IP_COMMAND_FAILED. */
export function runIp(args: readonly string[]): Promise<string> {
  return run('ip', args, '');
}

/**
 * Runs several batches of `ip` in one go, one process of ours for all of them: starting one from here costs more than what it
 * does. Stops at the first that fails. Throws IP_COMMAND_FAILED.
 */
export function runIpBatches(batches: readonly IpBatch[]): Promise<string> {
  return run('sh', ['-e'], batches.map(asShell).join(''));
}

/** Lines for `ip -batch`. */
export type IpBatch = Readonly<{
  lines: readonly string[];
  /** The network namespace they are carried out in; default: that of this process. */
  namespace?: string | undefined;
  /** Goes on after a line that fails, and does not fail itself: for removing what may be gone. */
  force?: boolean | undefined;
}>;

function asShell({ lines, namespace, force = false }: IpBatch): string {
  const where = namespace === undefined ? '' : `-n ${namespace} `;
  const how = force ? '-force -batch - 2>/dev/null' : '-batch -';
  return `ip ${where}${how} <<'END'${force ? ' || true' : ''}\n${lines.join('\n')}\nEND\n`;
}

function run(command: string, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES };
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (systemCode(error) === 'ENOENT') reject(noIpCommand(error));
      else {
        const complaint = (stderr.trim() || error.message).slice(0, MAX_COMPLAINT_CHARACTERS);
        const message = `expected \`ip\` to succeed, got: ${complaint.replaceAll('\n', '; ')}`;
        reject(new LocalClusterError('IP_COMMAND_FAILED', message, { cause: error }));
      }
    });
    // Whoever ends before reading all of it is told of by its exit.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** What is thrown where there is no `ip`, or one that is not that of iproute2. */
export function noIpCommand(cause: unknown): LocalClusterError {
  return new LocalClusterError(
    'NO_IP_COMMAND',
    'expected the command `ip` of iproute2 for network namespaces, found none that works; install the package iproute2',
    { cause },
  );
}
