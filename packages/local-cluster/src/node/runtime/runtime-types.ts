import type { ContainerAccess, ReachableContainer } from '@pod-contagion/api-server/serving';
import type { Mount } from './mounts.ts';

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
  /** Folders that it is told of by their path on this machine; commands that are run beside it are told the same. */
  mounts?: readonly Mount[] | undefined;
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
export type RunningContainer = ReachableContainer &
  Readonly<{
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
  }>;

/** Starts containers and keeps what they wrote. */
export type Runtime = Pick<ContainerAccess, 'openLog'> &
  Readonly<{
    /** Rejects with an Error whose message tells a user what is wrong (as `exec: "x": executable file not found in $PATH`). */
    start: (spec: ContainerSpec) => Promise<RunningContainer>;
    /** Forgets logs and files of a pod whose containers have all ended. */
    removePod: (podUid: string) => Promise<void>;
    /** The instance of a container that runs now. */
    find: (podUid: string, container: string) => RunningContainer | undefined;
  }>;
