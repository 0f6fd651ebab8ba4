import type { Duplex, Readable, Writable } from 'node:stream';

/** What a kubelet asks of whatever runs containers; here local processes. */
export type ContainerSpec = Readonly<{
  namespace: string;
  podName: string;
  podUid: string;
  name: string;
  /** How often this container was started before in this pod: 0 for the first. */
  attempt: number;
  /** Program and arguments, resolved: nothing in it is expanded any more. */
  command: readonly string[];
  /** The whole environment of the process but for what the runtime itself needs (PATH, HOME of the cluster's own are kept). */
  env: Readonly<Record<string, string>>;
  workingDir?: string | undefined;
  /** Where `--network namespace` is on, the network namespace of the pod. */
  networkNamespace?: string | undefined;
  /** The only capabilities that it gets; undefined where it is not limited. */
  capabilities?: readonly string[] | undefined;
  /** Whether somebody may write to its standard input; else there is nothing in it. */
  stdin?: boolean | undefined;
  /** Whether that ends when the first user who was attached to it leaves. */
  stdinOnce?: boolean | undefined;
  /** Whether it runs in a terminal. */
  tty?: boolean | undefined;
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

/** How a container ended. */
export type ContainerEnd = Readonly<{
  /** 128 + signal where a signal ended it. */
  exitCode: number;
  signal: number | undefined;
  startedAtMs: number;
  finishedAtMs: number;
  /** Content of the termination message file, at most 4096 bytes, or undefined. */
  message: string | undefined;
}>;

/** A container that runs, or has run. */
export type RunningContainer = Readonly<{
  /** `local://` and 64 hexadecimal digits. */
  id: string;
  pid: number;
  startedAtMs: number;
  /** Settles when the process has ended and its output is read; never rejects. Its process group is gone then. */
  ended: Promise<ContainerEnd>;
  /** SIGTERM to the process itself, SIGKILL to its group when `graceMs` have passed; settles with `ended`. A second call may only shorten the grace. */
  stop: (graceMs: number) => Promise<ContainerEnd>;
  /** Runs a command beside it (an exec probe): same environment, directory and network. Rejects with a TimeoutError. */
  exec: (command: readonly string[], timeoutMs: number) => Promise<{ exitCode: number; output: string }>;
  /** Runs a command beside it for a user. Rejects with an Error where it can't be started. */
  open: (command: readonly string[], options: ExecSessionOptions) => Promise<ExecSession>;
  /** Gives a user a place at its own process. Throws an Error where there are too many. */
  attach: () => Attachment;
  /** Connects to where it listens, by `listeners`: in its own network. Rejects with an Error. */
  dial: (place: Readonly<{ host: string; port: number }>) => Promise<Duplex>;
  /** The TCP addresses on which it listens; undefined where that can't be known. */
  listeners: () => Promise<readonly Readonly<{ host: string; port: number }>[] | undefined>;
}>;

/** Starts containers and keeps what they wrote. */
export type Runtime = Readonly<{
  /** Rejects with an Error whose message tells a user what is wrong (as `exec: "x": executable file not found in $PATH`). */
  start: (spec: ContainerSpec) => Promise<RunningContainer>;
  /** Forgets logs and files of a pod whose containers have all ended. */
  removePod: (podUid: string) => Promise<void>;
  /** The instance of a container that runs now. */
  find: (podUid: string, container: string) => RunningContainer | undefined;
  /** Opens the log of the present (or previous) instance of a container. */
  openLog: (
    podUid: string,
    container: string,
    options: LogOptions,
  ) => Promise<AsyncIterable<Buffer> | undefined>;
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
