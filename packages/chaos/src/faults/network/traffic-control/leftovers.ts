import type { AgentContext, FaultStep, Leftover } from '../../fault-agent.ts';
import { IFB_PREFIX } from '../names.ts';
import { filtersStep } from './filters-step.ts';
import { ifbStep, readOurIfbs } from './ifb-step.ts';
import { qdiscStep } from './qdisc-step.ts';
import { ingress, isAt, netemBand, netemRoot, prioRoot, readQdiscs } from './qdiscs.ts';
import { ingressStep, redirectStep } from './redirect-step.ts';

/** qdiscs with our handles and kinds, devices of ours and what leads to them, in the order of setting up. */
export async function trafficControlLeftovers(context: AgentContext): Promise<readonly Leftover[]> {
  const qdiscs = await readQdiscs(context);
  const ifbs = await readOurIfbs(context);
  const found: Leftover[] = [];
  const add = async (step: FaultStep, run: string | undefined): Promise<void> => {
    if (await step.isThere()) found.push({ what: step.what, run, step });
  };
  for (const ifb of ifbs) await add(ifbStep(context, runOf(ifb)), runOf(ifb));
  for (const qdisc of qdiscs) {
    const { dev } = qdisc;
    const run = dev.startsWith(IFB_PREFIX) ? runOf(dev) : undefined;
    for (const place of [netemRoot(dev), prioRoot(dev), netemBand(dev)])
      if (isAt(qdisc, place)) await add(qdiscStep(context, place, [], 'maybe'), run);
    if (isAt(qdisc, prioRoot(dev))) await add(filtersStep(context, dev, [], 'maybe'), run);
    // Without our device an ingress qdisc says nothing of whose it is: ours goes before the device does.
    const [ifb] = ifbs;
    if (ifb === undefined || !isAt(qdisc, ingress(dev))) continue;
    await add(ingressStep(context, dev, 'maybe'), runOf(ifb));
    await add(redirectStep(context, dev, ifb, []), runOf(ifb));
  }
  return found;
}

function runOf(ifb: string): string {
  return ifb.slice(IFB_PREFIX.length);
}
