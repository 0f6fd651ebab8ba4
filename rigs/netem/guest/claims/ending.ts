import { Agent, type AgentEnd } from '../lab/agent.ts';
import { runIn } from '../lab/command.ts';
import { netemOrder, type Group, type Laboratory } from '../lab/laboratory.ts';
import { ms } from '../lab/numbers.ts';
import { INTERFACE, NODE_4, NODE_6, POD, podState, SERVER_4 } from '../lab/places.ts';
import { datagrams, ECHO_PORT } from '../lab/probes.ts';
import { setTimeout as sleep } from 'node:timers/promises';

const NETEM = { delay: { timeUs: 100_000 } };

/** The fault of most steps: both directions, two qdiscs and filters on each, an ifb, what leads to it. */
const LARGEST = { scope: { direction: 'both' as const, except: [NODE_4, NODE_6] } };

/** At how many moments of setting up an agent is interrupted, by each signal. */
const MOMENTS = 12;

/** How long setting up takes at most, in ms of the guest, from the start of the agent. */
const SET_UP_MS = 1200;

const RUN = 'netem000';

/** However a fault ends, nothing is left of it. */
export const ending: Group = {
  name: 'ending',
  check: async (laboratory) => {
    await deadline(laboratory);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      const expected = { outcome: 'mended', reason: 'signal', exitCode: 0 } as const;
      await laboratory.ends(`${signal}, largest fault`, expected, async () => {
        const agent = await begin();
        agent.signal(signal);
        return await agent.end();
      });
    }
    await afterKill(laboratory);
    await whileAlive(laboratory);
    await laboratory.ends('order end, nothing there', { outcome: 'untouched', exitCode: 0 }, endOthers);
    await vanished(laboratory);
    await counted(laboratory);
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) await interrupted(laboratory, signal);
  },
};

async function begin(options: Parameters<typeof netemOrder>[1] = LARGEST): Promise<Agent> {
  const agent = new Agent(netemOrder(NETEM, options));
  await agent.applied();
  return agent;
}

async function endOthers(target: string | undefined = RUN): Promise<AgentEnd> {
  return await new Agent({ version: 1, order: 'end', run: 'ender000', target }).end();
}

async function deadline({ ends, claim }: Laboratory): Promise<void> {
  let lastedMs = Number.NaN;
  const expected = { outcome: 'mended', reason: 'deadline', exitCode: 0 } as const;
  await ends('deadline of 3 s, largest fault', expected, async () => {
    const agent = await begin({ ...LARGEST, durationMs: 3000 });
    const began = performance.now();
    const end = await agent.end();
    lastedMs = performance.now() - began;
    return end;
  });
  claim({
    what: 'from the moment it was in place until the agent was gone',
    expected: '3 s and what undoing and reading back take',
    measured: ms(lastedMs),
    holds: lastedMs >= 2900 && lastedMs < 6000,
  });
}

async function afterKill({ ends, claim }: Laboratory): Promise<void> {
  const before = await podState();
  let isLeft = false;
  const expected = { outcome: 'mended', reason: 'asked', exitCode: 0 } as const;
  await ends('SIGKILL, then order end for that run', expected, async () => {
    const agent = await begin();
    agent.signal('SIGKILL');
    await agent.end();
    isLeft = (await podState()) !== before;
    return await endOthers();
  });
  claim({
    what: 'between SIGKILL and order end',
    expected: 'the fault is still there',
    measured: isLeft ? 'the fault is still there' : 'the pod is as before',
    holds: isLeft,
  });
  await ends('SIGKILL, then order end for all runs', expected, async () => {
    const agent = await begin();
    agent.signal('SIGKILL');
    await agent.end();
    return await new Agent({ version: 1, order: 'end', run: 'ender000' }).end();
  });
}

async function whileAlive({ ends, claim }: Laboratory): Promise<void> {
  const expected = { outcome: 'mended', reason: 'asked', exitCode: 0 } as const;
  let first: AgentEnd | undefined;
  await ends('order end while the agent lives', expected, async () => {
    const agent = await begin();
    const end = await endOthers();
    first = await agent.end();
    return end;
  });
  claim({
    what: 'the agent that was asked to end',
    expected: 'mended, asked, exit 0',
    measured: `${first?.report?.outcome}, ${first?.report?.reason}, exit ${first?.exitCode}`,
    holds: first?.report?.outcome === 'mended' && first.report.reason === 'asked' && first.exitCode === 0,
  });
}

/** Somebody else takes the fault away. */
async function vanished({ ends }: Laboratory): Promise<void> {
  const expected = { outcome: 'mended', reason: 'vanished', exitCode: 0 } as const;
  await ends('the qdisc is deleted by hand', expected, async () => {
    const agent = await begin();
    await runIn(POD, 'tc', 'qdisc', 'del', 'dev', INTERFACE, 'root');
    return await agent.end();
  });
}

/** What an agent reports as its effect is what was sent. */
async function counted({ pod, claim }: Laboratory): Promise<void> {
  const agent = await begin({ scope: { peers: [SERVER_4], protocol: 'udp' } });
  await datagrams(pod, { address: SERVER_4, port: ECHO_PORT }, 123);
  agent.signal('SIGTERM');
  const { report } = await agent.end();
  claim({
    what: 'effect reported for 123 datagrams',
    expected: '123 packets, none dropped',
    measured: `${report?.effect?.hits} ${report?.effect?.unit}, ${report?.effect?.dropped} dropped`,
    holds: report?.effect?.hits === 123 && report.effect.dropped === 0,
  });
}

/** Interrupts an agent at moments spread over its start and set-up; after SIGKILL another one ends what is left. */
async function interrupted({ claim }: Laboratory, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const before = await podState();
  const wrong: string[] = [];
  let [midway, applied] = [0, 0];
  for (let moment = 0; moment < MOMENTS; moment++) {
    const atMs = 200 + (moment * (SET_UP_MS - 200)) / MOMENTS;
    const agent = new Agent(netemOrder(NETEM, LARGEST));
    await sleep(atMs);
    agent.signal(signal);
    const end = await agent.end();
    if (end.lines.some(({ event }) => event === 'applied')) applied++;
    else if (signal === 'SIGKILL' ? (await podState()) !== before : (end.report?.proof.length ?? 0) > 0)
      midway++;
    if (signal === 'SIGKILL') await endOthers();
    if ((await podState()) !== before) wrong.push(`${atMs.toFixed(0)} ms`);
  }
  claim({
    what: `${signal} at ${MOMENTS} moments from start to set-up${signal === 'SIGKILL' ? ', then order end' : ''}`,
    expected: 'the pod as before each time; some in the middle of setting up',
    measured: `${wrong.length === 0 ? 'as before' : `not after ${wrong.join(', ')}`}; ${midway} in the middle, ${applied} after it`,
    holds: wrong.length === 0 && midway > 0,
  });
}
