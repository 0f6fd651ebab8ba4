import type { ReachedAt } from '@pod-contagion/notations';
import type { Container, EphemeralContainer } from '@pod-contagion/api-server/objects';
import type { KubeletContext } from './context.ts';
import type { PodState } from './pod-state.ts';
import type { ContainerEnd, ContainerSpec, RunningContainer } from '../runtime/runtime-types.ts';
import { subjectOf, type Slot } from './slot.ts';
import { portVariable } from './translation.ts';

/** When it is looked whether a program listens where it should, in milliseconds after its start: some take their time. */
const LOOKS_MS = [2_000, 5_000, 10_000, 30_000] as const;

/** How long a connection may take to be accepted, in milliseconds. */
const CONNECT_TIMEOUT_MS = 1_000;

/**
 * Where pods share an address, tells of a program that does not listen where its pod is reached: one whose arguments and
 * variables name `$(POD_IP):PORT` does mostly, but others have no way to know. Looks only at the first life of a container; ports that
 * it was told of are looked at last, as it may take its time with them.
 */
export async function checkListening(
  context: KubeletContext,
  state: PodState,
  slot: Slot,
  process: RunningContainer,
  spec: ContainerSpec,
): Promise<void> {
  const reachedAt = state.address?.reachedAt;
  if (reachedAt === undefined || spec.attempt > 0) return;
  const declared = portsOf(slot.spec);
  if (declared.length === 0) return;
  const untold = declared.filter((port) => !isTold(port, reachedAt, spec));
  const report = (reason: string, what: string, ports: readonly number[]): void => {
    const way = ports.some((port) => untold.includes(port)) ? howTo : ignored;
    const message = `${what} ${way(ports, reachedAt)}`;
    context.recorder.record(subjectOf(state.pod, slot), 'Warning', reason, message);
  };
  let sinceMs = 0;
  for (const atMs of LOOKS_MS) {
    const end = await endWithin(context, process, atMs - sinceMs);
    sinceMs = atMs;
    if (end !== undefined) {
      if (untold.length > 0 && end.exitCode !== 0 && !state.ending.signal.aborted) {
        report(
          'PortNotTold',
          `container ${slot.name} ended with exit code ${end.exitCode}, perhaps for want of a port.`,
          untold,
        );
      }
      return;
    }
    const looked = atMs === LOOKS_MS.at(-1) ? declared : untold;
    if (await answersAll(context, looked, reachedAt)) {
      if (untold.length === declared.length) return;
      continue;
    }
    const places = new Set(Object.values(reachedAt.ports));
    const elsewhere = (await process.listeners())?.filter(({ port }) => !places.has(port)) ?? [];
    if (elsewhere.length === 0) continue;
    const where = elsewhere.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`);
    report('ListensElsewhere', `container ${slot.name} listens on ${where.join(', ')}.`, looked);
    return;
  }
}

function portsOf({ ports = [] }: Container | EphemeralContainer): number[] {
  return ports.filter(({ protocol = 'TCP' }) => protocol === 'TCP').map(({ containerPort }) => containerPort);
}

function isTold(port: number, { host, ports }: ReachedAt, { command, env }: ContainerSpec): boolean {
  const place = `${host}:${ports[port]}`;
  return [...command, ...Object.values(env)].some((text) => text.includes(place));
}

function placesOf(looked: readonly number[], { host, ports }: ReachedAt): string {
  return looked.map((port) => `port ${port} at ${host}:${ports[port]}`).join(', ');
}

/** What to do about ports of which the container was told. */
function ignored(looked: readonly number[], reachedAt: ReachedAt): string {
  return `Pods share ${reachedAt.host}, and this one is reached on ${placesOf(looked, reachedAt)}: its arguments or variables say so, and it does not listen there`;
}

function howTo(looked: readonly number[], reachedAt: ReachedAt): string {
  const { host } = reachedAt;
  const [first = 0] = looked;
  return (
    `Pods share ${host}, and this one is reached on ${placesOf(looked, reachedAt)}: say $(POD_IP):${first} in its arguments or variables ` +
    `(POD_IP from the field status.podIP), or have it read ${portVariable(first)}`
  );
}

async function answersAll(
  { probers }: KubeletContext,
  looked: readonly number[],
  { host, ports }: ReachedAt,
): Promise<boolean> {
  const results = await Promise.all(
    looked.map((port) => probers.tcp({ host, port: ports[port] ?? port, timeoutMs: CONNECT_TIMEOUT_MS })),
  );
  return results.every(({ passed }) => passed);
}

/** How a container ended, or undefined where it still runs when the time has passed. */
async function endWithin(
  { clock }: KubeletContext,
  process: RunningContainer,
  ms: number,
): Promise<ContainerEnd | undefined> {
  const late = Promise.withResolvers<undefined>();
  const cancel = clock.schedule(ms, () => late.resolve(undefined));
  try {
    return await Promise.race([process.ended, late.promise]);
  } finally {
    cancel();
  }
}
