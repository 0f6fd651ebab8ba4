import { MARKER, type Claim, type GuestLine } from '../../rig/lines.ts';
import type { AgentSpec } from '@pod-contagion/chaos/agent';
import type { NetemSpec, NetworkFaultSpec } from '@pod-contagion/chaos/faults';
import type { ChaosErrorCode } from '@pod-contagion/chaos';
import type { AgentReport, EndReason } from '@pod-contagion/chaos/agent';
import { Agent, faultOrder, told, type AgentEnd } from './agent.ts';
import { podState } from './places.ts';
import type { Station } from './station.ts';

/** Tells the host of one claim. */
export type Tell = (claim: Omit<Claim, 'group'>) => void;

/** What each group of claims about the network works with. */
export type Laboratory = Readonly<{
  /** Calls and listens in the pod. */
  pod: Station;
  /** Calls and listens at the other end, where the node and two servers are. */
  world: Station;
  claim: Tell;
  /** Runs an agent's order; when its fault is in place, measures; ends it, and checks that the pod is as before. */
  during: <T>(order: AgentSpec, measure: (agent: Agent) => Promise<T>) => Promise<T>;
  /** Claims that an order ends in a way, and that the pod is as before it was given. */
  ends: (what: string, expected: Expected, give: () => Promise<AgentEnd>) => Promise<void>;
  /** How many faults were begun and ended by `during`. */
  faults: () => number;
}>;

/** How an agent is to end. */
export type Expected = Readonly<{
  outcome: AgentReport['outcome'];
  reason?: EndReason;
  exitCode: number;
  code?: ChaosErrorCode;
}>;

/** A named set of claims about a pod's network. */
export type Group = Readonly<{ name: string; check: (laboratory: Laboratory) => Promise<void> }>;

/** A named set of claims about something else, which makes for itself what it needs. */
export type OwnGroup = Readonly<{ name: string; check: (claim: Tell) => Promise<void> }>;

/** Writes one line for the host. */
export function tell(line: GuestLine): void {
  process.stdout.write(`${MARKER}${JSON.stringify(line)}\n`);
}

/** What tells claims of a group. */
export function tellingOf(group: string): Tell {
  return (claim) => tell({ event: 'claim', group, ...claim });
}

/** An order for a netem fault. */
export function netemOrder(netem: NetemSpec, options: Parameters<typeof faultOrder>[1] = {}): AgentSpec {
  return faultOrder({ do: 'netem', netem } satisfies NetworkFaultSpec['effect'], options);
}

let faults = 0;

/** The laboratory for one group, whose claims carry its name. */
export function laboratoryFor(
  group: string,
  stations: Readonly<{ pod: Station; world: Station }>,
): Laboratory {
  return {
    ...stations,
    claim: tellingOf(group),
    ends: async (what, expected, give) => {
      const before = await podState();
      const end = await give();
      const after = await podState();
      const { outcome, reason, exitCode, code } = expected;
      const { report } = end;
      const words = [
        outcome,
        ...(reason === undefined ? [] : [reason]),
        `exit ${exitCode}`,
        ...(code === undefined ? [] : [code]),
      ];
      tell({
        event: 'claim',
        group,
        what,
        expected: `${words.join(', ')}; the pod as before`,
        measured: `${told(end)}; the pod ${after === before ? 'as before' : `has ${after}`}`,
        holds:
          after === before &&
          report?.outcome === outcome &&
          (reason === undefined || report.reason === reason) &&
          report.error?.code === code &&
          report.proof.every(({ gone }) => gone) &&
          end.exitCode === exitCode,
      });
    },
    faults: () => faults,
    during: async (order, measure) => {
      const before = await podState();
      const agent = new Agent(order);
      let result;
      try {
        await agent.applied();
        result = await measure(agent);
      } finally {
        agent.signal('SIGTERM');
        await agent.end();
      }
      const end = await agent.end();
      const after = await podState();
      if (end.report?.outcome !== 'mended' || end.exitCode !== 0 || after !== before) {
        throw new Error(`expected the pod mended and as before, got ${told(end)} and\n${after}`);
      }
      faults++;
      return result;
    },
  };
}
