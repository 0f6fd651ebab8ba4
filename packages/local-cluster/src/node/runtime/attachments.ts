import { Readable, Writable } from 'node:stream';
import type { Attachment } from '@pod-contagion/api-server/serving';
import { MAX_ATTACHMENT_BACKLOG_BYTES, MAX_ATTACHMENTS_PER_CONTAINER } from './limits.ts';
import type { OutputStream } from './log-lines.ts';
import type { ProcessGroup } from './process-group.ts';

/** The users who are attached to the process of one container. */
export type Attachments = Readonly<{
  /** Lets one in. Throws an Error where there are too many. */
  attach: () => Attachment;
  /** Passes on what the container wrote; false asks its output to wait for `onRoom`. */
  push: (name: OutputStream, chunk: Buffer) => boolean;
  /** Calls once when all have room again, or nobody is waited for any more. */
  onRoom: (action: () => void) => void;
  /** The output is at its end. */
  end: () => void;
}>;

type Outputs = Readonly<Record<OutputStream, Readable>>;

/** Makes the place for them; `stdinOnce` ends the container's input with the first user who could write to it. */
export function createAttachments(
  { stdin, resize, exited }: Pick<ProcessGroup, 'stdin' | 'resize' | 'exited'>,
  stdinOnce: boolean,
): Attachments {
  const present = new Set<Outputs>();
  let waiting: (() => void)[] = [];
  let isOver = false;
  let hasEnded = false;

  const isFull = ({ stdout, stderr }: Outputs): boolean =>
    stdout.readableLength + stderr.readableLength > MAX_ATTACHMENT_BACKLOG_BYTES;

  const look = (): void => {
    if (!isOver && [...present].some(isFull)) return;
    const actions = waiting;
    waiting = [];
    for (const action of actions) action();
  };
  // A user who reads nothing would keep the container from ending.
  void exited.then(() => {
    isOver = true;
    look();
  });

  const output = (): Readable => new Readable({ read: () => look() }).on('error', () => {});

  const input = (): Writable | undefined => {
    if (stdin === undefined) return undefined;
    return new Writable({
      // Who writes to a process that reads no more is not told, as on a real cluster.
      write: (chunk: Buffer, _encoding, done) => {
        if (stdin.writable) stdin.write(chunk, () => done());
        else done();
      },
      destroy: (error, done) => {
        if (stdinOnce) stdin.end();
        done(error);
      },
    }).on('error', () => {});
  };

  return {
    attach: () => {
      if (present.size >= MAX_ATTACHMENTS_PER_CONTAINER) {
        throw new Error(`more than ${MAX_ATTACHMENTS_PER_CONTAINER} users attached to one container`);
      }
      const outputs: Outputs = { stdout: output(), stderr: output() };
      const written = input();
      if (hasEnded) for (const stream of Object.values(outputs)) stream.push(null);
      else present.add(outputs);
      const detach = (): void => {
        present.delete(outputs);
        for (const stream of [outputs.stdout, outputs.stderr, written]) stream?.destroy();
        look();
      };
      return { stdin: written, ...outputs, resize, detach };
    },
    push: (name, chunk) => {
      let hasRoom = true;
      for (const outputs of present) {
        outputs[name].push(chunk);
        hasRoom &&= isOver || !isFull(outputs);
      }
      return hasRoom;
    },
    onRoom: (action) => {
      waiting.push(action);
      look();
    },
    end: () => {
      hasEnded = true;
      for (const outputs of present) for (const stream of Object.values(outputs)) stream.push(null);
      present.clear();
      look();
    },
  };
}
