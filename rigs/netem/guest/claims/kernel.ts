import { Agent, type AgentEnd } from '../lab/agent.ts';
import { loadModules } from '../lab/kernel-modules.ts';
import { netemOrder, type Group } from '../lab/laboratory.ts';
import { SERVER_4 } from '../lab/places.ts';

const NETEM = { delay: { timeUs: 100_000 } };
const SCOPE = { peers: [SERVER_4] };

/** Modules that a kernel may lack, which are missing at first, in the order in which a fault asks for them. */
export const LATE_MODULES = ['sch_netem', 'sch_prio', 'cls_u32', 'ifb', 'sch_ingress', 'act_mirred'] as const;

type Options = Parameters<typeof netemOrder>[1];

/** What happens where the kernel lacks something: it is said, and nothing is left of what had been done. */
export const kernel: Group = {
  name: 'kernel',
  check: async ({ claim, ends }) => {
    const missing = async (
      module: string,
      order: 'check' | 'fault',
      code: 'CHAOS_NO_NETEM' | 'CHAOS_SET_UP',
      outcome: 'untouched' | 'mended',
      options: Options = {},
    ): Promise<void> => {
      const expected = { outcome, exitCode: 1, code, reason: 'error' as const };
      const what = `no ${module}: order ${order}, ${describe(options)}`;
      await ends(what, expected, async () => await give(order, options));
    };
    const fits = async (options: Options = {}): Promise<void> => {
      const expected = { outcome: 'checked' as const, exitCode: 0 };
      await ends(`order check, ${describe(options)}`, expected, async () => await give('check', options));
    };
    const both = { scope: { direction: 'both' as const } };
    const scoped = { scope: SCOPE };

    await missing('sch_netem', 'check', 'CHAOS_NO_NETEM', 'untouched');
    await missing('sch_netem', 'fault', 'CHAOS_NO_NETEM', 'untouched', both);
    await loadModules(['sch_netem']);
    await fits();
    await missing('sch_prio', 'fault', 'CHAOS_SET_UP', 'untouched', scoped);
    await loadModules(['sch_prio']);
    await missing('cls_u32', 'fault', 'CHAOS_SET_UP', 'mended', scoped);
    await loadModules(['cls_u32']);
    await fits(scoped);
    await missing('sch_ingress', 'fault', 'CHAOS_SET_UP', 'untouched', both);
    await loadModules(['sch_ingress']);
    await missing('ifb', 'check', 'CHAOS_SET_UP', 'untouched', both);
    await missing('ifb', 'fault', 'CHAOS_SET_UP', 'untouched', both);
    await loadModules(['ifb']);
    await missing('act_mirred', 'fault', 'CHAOS_SET_UP', 'mended', both);
    await loadModules(['act_mirred']);
    await fits(both);

    const agent = new Agent(netemOrder(NETEM, both));
    await agent.applied();
    const capabilities = await agent.capabilities();
    agent.signal('SIGTERM');
    await agent.end();
    claim({
      what: 'capabilities of the agents in this test',
      expected: '0000000000001000, which is NET_ADMIN alone',
      measured: capabilities,
      holds: capabilities === '0000000000001000',
    });
  },
};

async function give(order: 'check' | 'fault', options: Options): Promise<AgentEnd> {
  const { durationMs, beginBeforeMs, ...rest } = netemOrder(NETEM, options);
  const times = order === 'fault' ? { durationMs, beginBeforeMs } : {};
  return await new Agent({ ...rest, ...times, order } as ReturnType<typeof netemOrder>).end();
}

function describe(options: Options = {}): string {
  const { direction = 'out', peers = [] } = options.scope ?? {};
  return `direction ${direction}${peers.length > 0 ? ', one peer' : ''}`;
}
