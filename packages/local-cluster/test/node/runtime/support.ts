import type { Test } from 'tap';
import { until as untilSo } from '../../../../../scripts/testing/until.ts';
import type { ContainerSpec } from '../../../src/node/runtime/runtime-types.ts';
import { systemClock, type Clock } from '@pod-contagion/api-server/objects';
import { createLocalRuntime, type LocalRuntime } from '../../../src/node/runtime/local-runtime.ts';

/** A runtime in a folder of the test, closed at its end. */
export function runtimeFor(
  t: Test,
  folder: string = t.testdir({}),
  clock: Clock = systemClock,
): LocalRuntime {
  const runtime = createLocalRuntime({ folder, clock });
  t.teardown(() => runtime.close(0));
  return runtime;
}

/** A container called `main` of pod `uid-1`, but for what a test says. */
export function specOf(spec: Partial<ContainerSpec>): ContainerSpec {
  return {
    namespace: 'default',
    podName: 'pod-1',
    podUid: 'uid-1',
    name: 'main',
    attempt: 0,
    command: ['true'],
    env: {},
    ...spec,
  };
}

/** The command that runs some JavaScript. */
export function script(code: string): string[] {
  return [process.execPath, '-e', code];
}

/** All that comes, as text. */
export async function textOf(chunks: AsyncIterable<Buffer> | undefined): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks ?? []) all.push(chunk);
  return Buffer.concat(all).toString();
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  await untilSo(String(holds), holds);
}

/** Whether a process lives and is no zombie. */
export { processIdentity as identityOf } from '../../../src/host/state/identity.ts';

/** Options of a log that asks for nothing in particular. */
export const PLAIN = { follow: false, previous: false, timestamps: false } as const;
