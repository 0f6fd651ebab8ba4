import type { ReachedAt } from '@pod-contagion/notations';
import type { KubeletContext } from './context.ts';
import type { PodState } from './pod-state.ts';
import type { ContainerEnd, ContainerSpec, RunningContainer } from '../runtime/runtime-types.ts';
import { portsOfContainer } from './reach.ts';
import { subjectOf, type Slot } from './slot.ts';
import { portVariable } from './translation.ts';

/** When it is looked whether a program listens where it should, in milliseconds after its start: some take their time. */
const LOOKS_MS = [2_000, 5_000, 10_000, 30_000] as const;

/** When a life after the first is looked at before that, as it may be as short as the one before; nothing is told then. */
const EARLY_LOOK_MS = 500;

/** How long a connection may take to be accepted, in milliseconds. */
const CONNECT_TIMEOUT_MS = 1_000;

/**
 * Where pods share an address, tells of a program that does not listen where its pod is reached: one whose arguments and
 * variables name `$(POD_IP):PORT` does mostly, but others have no way to know. Of ports that it was told of it is told last, as it
 * may take its time with them, or when a probe has it ended. Looks at one life after the other, until that is known.
 */
export async function checkListening(
  context: KubeletContext,
  state: PodState,
  slot: Slot,
  process: RunningContainer,
  spec: ContainerSpec,
): Promise<void> {
  const reachedAt = state.address?.reachedAt;
  if (reachedAt === undefined || slot.isListeningKnown) return;
  const wanted = portsOfContainer(state.pod, slot.spec).filter((port) => port in reachedAt.ports);
  if (wanted.length === 0) return;
  const untold = wanted.filter((port) => !isTold(port, reachedAt, spec));
  const report = (reason: string, what: string, ports: readonly number[]): void => {
    const way = ports.some((port) => untold.includes(port)) ? howTo : ignored;
    const message = `container ${slot.name} ${what}. ${way(ports, reachedAt)}`;
    context.recorder.record(subjectOf(state.pod, slot), 'Warning', reason, message);
    slot.isListeningKnown = true;
  };
  let silent: number[] = [];
  let elsewhere: string[] = [];
  let sinceMs = 0;
  for (const atMs of spec.attempt > 0 ? [EARLY_LOOK_MS, ...LOOKS_MS] : LOOKS_MS) {
    const end = await endWithin(context, process, atMs - sinceMs);
    sinceMs = atMs;
    if (end !== undefined) {
      if (state.ending.signal.aborted) return;
      const places = elsewhere.join(', ');
      if (slot.doomed?.id === process.id && places !== '') {
        report(
          'ListensElsewhere',
          `listened on ${places} until its ${slot.doomed.by} probe ended it`,
          silent,
        );
      } else if (untold.length > 0 && end.exitCode !== 0) {
        report('PortNotTold', `ended with exit code ${end.exitCode}, perhaps for want of a port`, untold);
      }
      return;
    }
    silent = await silentOf(context, wanted, reachedAt);
    if (silent.length === 0) {
      slot.isListeningKnown = true;
      return;
    }
    elsewhere = await placesElsewhere(process, reachedAt);
    const told = atMs === LOOKS_MS.at(-1) ? silent : silent.filter((port) => untold.includes(port));
    if (elsewhere.length === 0 || told.length === 0 || atMs === EARLY_LOOK_MS) continue;
    report('ListensElsewhere', `listens on ${elsewhere.join(', ')}`, told);
    return;
  }
}

/** Where a container listens that its pod is not reached at; nowhere, if that can't be known. */
async function placesElsewhere(process: RunningContainer, { ports }: ReachedAt): Promise<string[]> {
  const places = new Set(Object.values(ports));
  const elsewhere = (await process.listeners())?.filter(({ port }) => !places.has(port)) ?? [];
  return elsewhere.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`);
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

/** The ports where nobody answers. */
async function silentOf(
  { probers }: KubeletContext,
  wanted: readonly number[],
  { host, ports }: ReachedAt,
): Promise<number[]> {
  const results = await Promise.all(
    wanted.map((port) => probers.tcp({ host, port: ports[port] ?? port, timeoutMs: CONNECT_TIMEOUT_MS })),
  );
  return wanted.filter((_, index) => results[index]?.passed !== true);
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
