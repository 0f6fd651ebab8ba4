import type { Duplex, Readable, Writable } from 'node:stream';

/**
 * What the API asks of whoever runs containers, where an API server of Kubernetes asks a kubelet: for logs, exec, attach,
 * port-forward.
 */
export type ContainerAccess = Readonly<{
  /** The instance of a container that runs now. */
  find: (podUid: string, container: string) => ReachableContainer | undefined;
  /** Opens the log of the present (or previous) instance of a container. */
  openLog: (
    podUid: string,
    container: string,
    options: LogOptions,
  ) => Promise<AsyncIterable<Buffer> | undefined>;
}>;

/** What can be asked of a container that runs. */
export type ReachableContainer = Readonly<{
  /** Runs a command beside it for a user. Rejects with an Error where it can't be started. */
  open: (command: readonly string[], options: ExecSessionOptions) => Promise<ExecSession>;
  /** Gives a user a place at its own process. Throws an Error where there are too many. */
  attach: () => Attachment;
  /** Connects to where it listens, by `listeners`: in its own network. Rejects with an Error. */
  dial: (place: Readonly<{ host: string; port: number }>) => Promise<Duplex>;
  /** The TCP addresses on which it listens; undefined where that can't be known. */
  listeners: () => Promise<readonly Readonly<{ host: string; port: number }>[] | undefined>;
}>;

/** Width and height of a terminal, in characters. */
export type TerminalSize = Readonly<{ width: number; height: number }>;

/** A command that runs beside a container, for a user who talks with it. */
export type ExecSession = Readonly<{
  /** Undefined where it was not asked for. */
  stdin: Writable | undefined;
  stdout: Readable;
  stderr: Readable;
  /** Sets the size of its terminal, if it has one. */
  resize: (size: TerminalSize) => void;
  /** Settles when it has ended and its output is read; never rejects. */
  ended: Promise<{ exitCode: number }>;
  /** SIGKILL to it and all that it started; nothing more is read. */
  kill: () => void;
}>;

/** What a command that runs for a user is given. */
export type ExecSessionOptions = Readonly<{ stdin: boolean; tty: boolean }>;

/** A user's place at the process of a container itself. */
export type Attachment = Readonly<{
  /** Undefined where the container has none. */
  stdin: Writable | undefined;
  /** What it writes from now on; they end with it. */
  stdout: Readable;
  stderr: Readable;
  resize: (size: TerminalSize) => void;
  /** Leaves. */
  detach: () => void;
}>;

/** Query of `pods/NAME/log`. */
export type LogOptions = Readonly<{
  follow: boolean;
  previous: boolean;
  timestamps: boolean;
  tailLines?: number | undefined;
  sinceSeconds?: number | undefined;
  sinceTimeMs?: number | undefined;
  limitBytes?: number | undefined;
  /** Ends a log that is followed. */
  signal?: AbortSignal | undefined;
}>;
