import { ChaosError } from '../../../errors.ts';
import type { AgentContext, Effect, FaultPlan, FaultStep } from '../../fault-agent.ts';
import { IFB_PREFIX, MAX_RULES, PRIO_BANDS, PRIO_MAP, ROOT_HANDLE } from '../names.ts';
import { netemArguments } from '../netem/arguments.ts';
import type { ResolvedScope } from '../scope.ts';
import type { NetemSpec } from '../spec.ts';
import { sortingFilters } from './filters.ts';
import { filtersStep } from './filters-step.ts';
import { ifbStep } from './ifb-step.ts';
import { qdiscStep } from './qdisc-step.ts';
import {
  findQdisc,
  ingress,
  netemBand,
  netemRoot,
  prioRoot,
  readQdiscs,
  type Qdisc,
  type QdiscPlace,
} from './qdiscs.ts';
import { ingressStep, redirectStep } from './redirect-step.ts';
import { tryIfb, tryQdisc } from './try-kernel.ts';

/** What a plan for traffic control is made of. */
export type TrafficControlOptions = Readonly<{
  device: string;
  scope: ResolvedScope;
  netem: NetemSpec;
  context: AgentContext;
}>;

/**
 * Plans netem for what leaves the device, and for what comes in by way of an ifb. Where only some traffic is hit, netem
 * is on a band of its own of a prio qdisc; filters come last, since nothing is hit before them.
 *
 * @throws {ChaosError} CHAOS_CONFLICT where a qdisc of somebody else is in the place; CHAOS_NO_NETEM or CHAOS_SET_UP
 *   where the kernel lacks what it takes.
 */
export async function planTrafficControl(options: TrafficControlOptions): Promise<FaultPlan> {
  const { device, scope, context } = options;
  const out = scope.direction !== 'in';
  const into = scope.direction !== 'out';
  const filters = ([...(out ? ['out'] : []), ...(into ? ['in'] : [])] as const).map(
    (way) => sortingFilters(scope, way as 'out' | 'in', ROOT_HANDLE).length,
  );
  if (Math.max(...filters) > MAX_RULES)
    throw new ChaosError(
      'CHAOS_SET_UP',
      `expected a scope that needs at most ${MAX_RULES} filters, got ${Math.max(...filters)}`,
    );
  refuseOthers(await readQdiscs(context, device), device, { out, into });
  await tryQdisc(context, netemRoot(device));
  if (!scope.everything) await tryQdisc(context, prioRoot(device));
  const ifb = IFB_PREFIX + context.run;
  if (into) {
    await tryQdisc(context, ingress(device));
    await tryIfb(context, ifb);
  }
  const places: QdiscPlace[] = [];
  const steps: FaultStep[] = [];
  const addTree = (on: string, way: 'out' | 'in'): void => {
    const place = scope.everything ? netemRoot(on) : netemBand(on);
    places.push(place);
    steps.push(...treeSteps(options, place, way));
  };
  if (out) addTree(device, 'out');
  if (into) {
    steps.push(ifbStep(context, context.run));
    addTree(ifb, 'in');
    const protocols = scope.everything ? (['all'] as const) : (['ip', 'ipv6'] as const);
    steps.push(ingressStep(context, device), redirectStep(context, device, ifb, protocols));
  }
  return { steps, effect: () => countHits(context, places) };
}

function treeSteps(
  { scope, netem, context }: TrafficControlOptions,
  place: QdiscPlace,
  way: 'out' | 'in',
): readonly FaultStep[] {
  const netemStep = qdiscStep(context, place, netemArguments(netem));
  if (scope.everything) return [netemStep];
  const { device } = place;
  const bands = ['bands', String(PRIO_BANDS), 'priomap', ...PRIO_MAP];
  return [
    qdiscStep(context, prioRoot(device), bands),
    netemStep,
    filtersStep(context, device, sortingFilters(scope, way, ROOT_HANDLE)),
  ];
}

/** What the kernel put there by itself may be replaced, as it comes back; anything else is somebody's. */
function refuseOthers(
  qdiscs: readonly Qdisc[],
  device: string,
  { out, into }: Readonly<{ out: boolean; into: boolean }>,
): void {
  const root = qdiscs.find((qdisc) => qdisc.root);
  if (out && root !== undefined && root.handle !== '0:')
    throw conflict(device, 'the default root qdisc', root);
  const other = qdiscs.find(({ kind }) => kind === 'ingress' || kind === 'clsact');
  if (into && other !== undefined) throw conflict(device, 'no qdisc for incoming packets', other);
}

function conflict(device: string, wanted: string, { kind, handle }: Qdisc): ChaosError {
  return new ChaosError('CHAOS_CONFLICT', `expected ${wanted} on ${device}, got ${kind} ${handle}`);
}

async function countHits(context: AgentContext, places: readonly QdiscPlace[]): Promise<Effect> {
  let [hits, bytes, dropped] = [0, 0, 0];
  for (const place of places) {
    const qdisc = await findQdisc(context, place);
    if (qdisc === undefined)
      throw new ChaosError(
        'CHAOS_SET_UP',
        `expected ${place.kind} ${place.handle} on ${place.device}, got none`,
      );
    // What waits in the queue has been hit and is not among those that went through.
    hits += qdisc.packets + qdisc.drops + qdisc.waiting;
    bytes += qdisc.bytes;
    dropped += qdisc.drops;
  }
  return { hits, unit: 'packets', bytes, dropped };
}
