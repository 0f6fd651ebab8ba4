import type { AgentContext, FaultStep } from '../../fault-agent.ts';
import { IFB_PREFIX, REDIRECT_PREFERENCES } from '../names.ts';
import { jsonList, mustRun } from '../run-program.ts';
import { findQdisc, ingress } from './qdiscs.ts';
import { deleteFilters, qdiscStep, type Begun } from './qdisc-step.ts';

type IngressFilter = Readonly<{ preference: number; ours: boolean }>;

/**
 * The step that adds an ingress qdisc. All of them have the same handle: it is ours to remove as long as nobody else has
 * put a filter there.
 */
export function ingressStep(context: AgentContext, device: string, begun: Begun = 'no'): FaultStep {
  const step = qdiscStep(context, ingress(device), [], begun);
  const isOurs = async (): Promise<boolean> =>
    (await step.isThere()) && (await readFilters(context, device)).every(({ ours }) => ours);
  return {
    what: `qdisc ingress on ${device}`,
    apply: step.apply,
    undo: async () => {
      if (await isOurs()) await step.undo();
    },
    isThere: isOurs,
  };
}

/** The step that leads incoming packets to our ifb: all of them, or only IPv4 and IPv6, so that ARP goes its own way. */
export function redirectStep(
  context: AgentContext,
  device: string,
  ifb: string,
  protocols: readonly (keyof typeof REDIRECT_PREFERENCES)[],
): FaultStep {
  const ourFilters = async (): Promise<readonly IngressFilter[]> =>
    (await findQdisc(context, ingress(device))) === undefined
      ? []
      : (await readFilters(context, device)).filter(({ ours }) => ours);
  return {
    what: `redirection from ${device} to ${ifb}`,
    apply: async () => {
      for (const protocol of protocols) {
        const preference = String(REDIRECT_PREFERENCES[protocol]);
        const where = ['dev', device, 'parent', 'ffff:', 'protocol', protocol, 'pref', preference];
        const action = ['action', 'mirred', 'egress', 'redirect', 'dev', ifb];
        await mustRun(context, 'tc', ['filter', 'add', ...where, 'u32', 'match', 'u32', '0', '0', ...action]);
      }
    },
    undo: async () => {
      const preferences = new Set((await ourFilters()).map(({ preference }) => preference));
      for (const preference of preferences) await deleteFilters(context, device, 'ffff:', preference);
    },
    isThere: async () => (await ourFilters()).length > 0,
  };
}

/** The filters of an ingress qdisc; one is ours that has our preference and leads to a device of ours or to nowhere. */
async function readFilters(context: AgentContext, device: string): Promise<readonly IngressFilter[]> {
  const result = await mustRun(context, 'tc', ['-j', 'filter', 'show', 'dev', device, 'parent', 'ffff:']);
  const ourPreferences: readonly unknown[] = Object.values(REDIRECT_PREFERENCES);
  return jsonList('tc', result).map((filter) => {
    const options = (filter['options'] ?? {}) as { actions?: readonly { to_dev?: unknown }[] };
    const devices = (options.actions ?? []).map(({ to_dev: name }) => name);
    return {
      preference: Number(filter['pref']),
      ours:
        ourPreferences.includes(filter['pref']) &&
        filter['kind'] === 'u32' &&
        devices.every((name) => name === '*' || String(name).startsWith(IFB_PREFIX)),
    };
  });
}
