import { Agent } from '../lab/agent.ts';
import { run, runIn } from '../lab/command.ts';
import { netemOrder, type Group, type Laboratory } from '../lab/laboratory.ts';
import { INTERFACE, POD } from '../lab/places.ts';

const NETEM = { delay: { timeUs: 100_000 } };
const RUN = 'netem000';

type Foreign = Readonly<{
  what: string;
  put: () => Promise<unknown>;
  take: () => Promise<unknown>;
  direction: 'out' | 'in' | 'both';
  /** Where it is found only while setting up: what had been done until then is undone. */
  midway?: true;
}>;

const qdisc = async (...words: string[]): Promise<string> => await runIn(POD, 'tc', 'qdisc', ...words);
const onRoot = (words: string): Pick<Foreign, 'put' | 'take'> => ({
  put: async () => await qdisc('add', 'dev', INTERFACE, 'root', ...words.split(' ')),
  take: async () => await qdisc('del', 'dev', INTERFACE, 'root'),
});

/** Things of somebody else that are where a fault would go. */
const FOREIGN: readonly Foreign[] = [
  {
    what: 'a root qdisc tbf',
    direction: 'out',
    ...onRoot('handle 1: tbf rate 10mbit burst 32kbit latency 400ms'),
  },
  {
    what: "a root qdisc netem with somebody else's handle",
    direction: 'out',
    ...onRoot('handle 1: netem delay 5ms'),
  },
  { what: 'a root qdisc fq_codel that somebody set', direction: 'both', ...onRoot('handle 7: fq_codel') },
  {
    what: 'an ingress qdisc with a filter',
    direction: 'in',
    put: async () => {
      await qdisc('add', 'dev', INTERFACE, 'ingress');
      const match = 'protocol ip pref 5 u32 match u32 0 0 action ok'.split(' ');
      await runIn(POD, 'tc', 'filter', 'add', 'dev', INTERFACE, 'parent', 'ffff:', ...match);
    },
    take: async () => await qdisc('del', 'dev', INTERFACE, 'ingress'),
  },
  {
    what: 'a qdisc clsact',
    direction: 'both',
    put: async () => await qdisc('add', 'dev', INTERFACE, 'clsact'),
    take: async () => await qdisc('del', 'dev', INTERFACE, 'clsact'),
  },
  {
    what: 'a device with the name of the ifb',
    direction: 'both',
    put: async () => await run('ip', '-n', POD, 'link', 'add', `chaos-${RUN}`, 'type', 'dummy'),
    take: async () => await run('ip', '-n', POD, 'link', 'del', `chaos-${RUN}`),
    midway: true,
  },
];

/** What somebody else has put there is not touched, and the fault is refused. */
export const conflict: Group = {
  name: 'conflict',
  check: async (laboratory) => {
    for (const foreign of FOREIGN) await refused(laboratory, foreign);
    await second(laboratory);
    await beside(laboratory);
  },
};

async function refused({ ends }: Laboratory, { what, put, take, direction, midway }: Foreign): Promise<void> {
  await put();
  const expected =
    midway === true
      ? ({ outcome: 'mended', exitCode: 1, code: 'CHAOS_SET_UP' } as const)
      : ({ outcome: 'untouched', exitCode: 1, code: 'CHAOS_CONFLICT' } as const);
  await ends(
    `${what}; direction ${direction}`,
    expected,
    async () => await new Agent(netemOrder(NETEM, { scope: { direction }, run: RUN })).end(),
  );
  await take();
}

/** Two faults could not be undone one by one. */
async function second({ ends, during }: Laboratory): Promise<void> {
  await during(netemOrder(NETEM), async () => {
    const expected = { outcome: 'untouched', exitCode: 1, code: 'CHAOS_CONFLICT' } as const;
    await ends(
      'a second fault while the first is active',
      expected,
      async () => await new Agent(netemOrder(NETEM, { run: 'other000' })).end(),
    );
  });
}

/** What is there and not in the way stays. */
async function beside({ ends }: Laboratory): Promise<void> {
  await qdisc('add', 'dev', INTERFACE, 'ingress');
  await runIn(POD, 'iptables', '-A', 'INPUT', '-p', 'tcp', '--dport', '9', '-j', 'DROP');
  await ends(
    "somebody else's ingress qdisc and rule of iptables; direction out",
    { outcome: 'mended', exitCode: 0 },
    async () => {
      const agent = new Agent(netemOrder(NETEM));
      await agent.applied();
      agent.signal('SIGTERM');
      return await agent.end();
    },
  );
  await runIn(POD, 'iptables', '-F', 'INPUT');
  await qdisc('del', 'dev', INTERFACE, 'ingress');
}
