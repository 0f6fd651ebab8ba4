import type { Clock } from '@pod-contagion/api-server/objects';
import type {
  ContainerEnd,
  ContainerSpec,
  RunningContainer,
  Runtime,
} from '../../../src/node/runtime/runtime-types.ts';

/** A container that a test ends. */
export type ScriptedContainer = Readonly<{
  spec: ContainerSpec;
  startedAtMs: number;
  /** The graces that it was asked to stop with. */
  stops: number[];
  exit: (exitCode: number, message?: string) => void;
}>;

/** A runtime without processes. */
export type ScriptedRuntime = Runtime & {
  /** All that were ever started, in order. */
  readonly started: ScriptedContainer[];
  readonly removed: string[];
  /** How long a container takes from SIGTERM to its end, with code 0; Infinity waits for the SIGKILL. */
  stopTakesMs: number;
  /** What a start fails with. */
  startError: string | undefined;
  /** Where containers listen. */
  listeners: { host: string; port: number }[] | undefined;
  /** What is left of a log. */
  log: string;
  exec: (command: readonly string[]) => Promise<{ exitCode: number; output: string }>;
};

/** Makes a runtime whose containers do what a test says, by its clock. */
export function createScriptedRuntime(clock: Clock): ScriptedRuntime {
  let count = 0;
  const runtime: ScriptedRuntime = {
    started: [],
    removed: [],
    stopTakesMs: 0,
    startError: undefined,
    log: '',
    listeners: [],
    exec: async () => ({ exitCode: 0, output: '' }),
    start: async (spec) => {
      if (runtime.startError !== undefined) throw new Error(runtime.startError);
      count++;
      const { container, scripted } = run(spec, `local://${String(count).padStart(64, '0')}`);
      runtime.started.push(scripted);
      return container;
    },
    removePod: async (uid) => {
      runtime.removed.push(uid);
    },
    find: () => undefined,
    openLog: async () =>
      (async function* () {
        yield Buffer.from(runtime.log);
      })(),
  };

  const run = (
    spec: ContainerSpec,
    id: string,
  ): { container: RunningContainer; scripted: ScriptedContainer } => {
    const startedAtMs = clock.nowMs();
    const stops: number[] = [];
    let resolve: (end: ContainerEnd) => void;
    const ended = new Promise<ContainerEnd>((settle) => {
      resolve = settle;
    });
    const exit = (exitCode: number, message?: string): void => {
      const signal = exitCode > 128 ? exitCode - 128 : undefined;
      resolve({ exitCode, signal, startedAtMs, finishedAtMs: clock.nowMs(), message });
    };
    const stop = (graceMs: number): Promise<ContainerEnd> => {
      stops.push(graceMs);
      const [afterMs, exitCode] = runtime.stopTakesMs <= graceMs ? [runtime.stopTakesMs, 0] : [graceMs, 137];
      if (afterMs === 0) exit(exitCode);
      else clock.schedule(afterMs, () => exit(exitCode));
      return ended;
    };
    const exec: RunningContainer['exec'] = (command) => runtime.exec(command);
    const unscripted = (): never => {
      throw new Error('no user is ever connected here');
    };
    return {
      container: {
        id,
        pid: count,
        startedAtMs,
        ended,
        stop,
        exec,
        open: unscripted,
        attach: unscripted,
        dial: unscripted,
        listeners: async () => runtime.listeners,
      },
      scripted: { spec, startedAtMs, stops, exit },
    };
  };
  return runtime;
}
