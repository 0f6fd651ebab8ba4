import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { describeError } from '@pod-contagion/errors';
import type { ReachableContainer } from '../containers.ts';
import { ApiError, internalError, successStatus, type Status } from '../../machinery/api-error.ts';
import type { CommandStreams } from './command-streams.ts';

/**
 * Runs a command in a container for a client, to its end or the client's.
 *
 * Source: cri-streaming/pkg/streaming/remotecommand/exec.go (`ServeExec`).
 */
export async function runCommand(
  container: ReachableContainer,
  command: readonly string[],
  tty: boolean,
  streams: CommandStreams,
): Promise<void> {
  const { stdin, stdout, stderr, onSize, finish, closed } = streams;
  try {
    const session = await container.open(command, { stdin: stdin !== undefined, tty });
    void closed.then(session.kill);
    onSize(session.resize);
    if (stdin !== undefined && session.stdin !== undefined) void pass(stdin, session.stdin);
    const outputs = [pass(session.stdout, stdout), pass(session.stderr, stderr)];
    const { exitCode } = await session.ended;
    await Promise.all(outputs);
    stdin?.destroy();
    finish(exitCode === 0 ? successStatus() : exitStatus(command, exitCode));
  } catch (error) {
    finish(
      internalError(
        `error executing command in container: failed to exec in container: OCI runtime exec failed: exec failed: ` +
          `unable to start container process: ${describeError(error)}`,
      ).status,
    );
  }
}

/**
 * Attaches a client to the process of a container, until either ends.
 *
 * Source: cri-streaming/pkg/streaming/remotecommand/attach.go (`ServeAttach`).
 */
export async function attachTo(container: ReachableContainer, streams: CommandStreams): Promise<void> {
  const { stdin, stdout, stderr, onSize, finish, closed } = streams;
  try {
    const attachment = container.attach();
    void closed.then(attachment.detach);
    onSize(attachment.resize);
    if (stdin !== undefined) void pass(stdin, attachment.stdin);
    await Promise.all([pass(attachment.stdout, stdout), pass(attachment.stderr, stderr)]);
    attachment.detach();
    stdin?.destroy();
    finish(successStatus());
  } catch (error) {
    finish(internalError(`error attaching to container: ${describeError(error)}`).status);
  }
}

/** Passes on what comes, as fast as it is taken, or to nobody; settles when all of it was, or nobody takes more. Never rejects. */
async function pass(from: Readable, to: Writable | undefined): Promise<void> {
  if (to === undefined) {
    from.resume();
    await finished(from).catch(() => {});
    return;
  }
  from.pipe(to);
  // What nobody takes any more is still to be read, so that its writer is not held up.
  to.once('close', () => from.resume());
  from.once('close', () => {
    if (!from.readableEnded) to.end();
  });
  await finished(to, { readable: false }).catch(() => {});
}

function exitStatus(command: readonly string[], exitCode: number): Status {
  const message = `command terminated with non-zero exit code: error executing command [${command.join(' ')}], exit code ${exitCode}`;
  const { status } = new ApiError(0, 'NonZeroExitCode', message, {
    causes: [{ reason: 'ExitCode', message: String(exitCode) }],
  });
  const { code: _, ...withoutCode } = status;
  return withoutCode;
}
