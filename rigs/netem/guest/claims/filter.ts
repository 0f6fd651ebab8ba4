import { setTimeout as sleep } from 'node:timers/promises';
import type { NetworkFaultSpec } from '@pod-contagion/chaos/faults';
import { Agent, faultOrder } from '../lab/agent.ts';
import { fateOf, nameOf, outgoing, type Call } from '../lab/calls.ts';
import type { Group, Laboratory } from '../lab/laboratory.ts';
import { OTHER_4, OTHER_6, podState, SERVER_4, SERVER_6 } from '../lab/places.ts';

const SERVERS = [SERVER_4, SERVER_6];
const OTHERS = [OTHER_4, OTHER_6];

/** The kernel's own end of a drop comes this long after the deadline at most, in ms. */
const KERNEL_END_MS = 32_000;

/** Drop and reject, by the packet filter of this kernel. */
export const filter: Group = {
  name: 'filter',
  check: async (laboratory) => {
    for (const effect of ['drop', 'reject'] as const) {
      for (const direction of ['out', 'both'] as const) await disconnected(laboratory, effect, direction);
    }
    await kernelEnds(laboratory);
  },
};

async function disconnected(
  laboratory: Laboratory,
  effect: 'drop' | 'reject',
  direction: 'out' | 'both',
): Promise<void> {
  const calls = (addresses: readonly string[]): Call[] =>
    addresses.flatMap((address) => [outgoing('udp', address, 8000), outgoing('tcp', address, 8000)]);
  const wrong: string[] = [];
  const order = faultOrder({ do: effect } satisfies NetworkFaultSpec['effect'], {
    scope: { direction, peers: SERVERS },
  });
  await laboratory.during(order, async () => {
    for (const call of calls(SERVERS)) {
      const fate = await fateOf(laboratory, call);
      if (fate !== 'odd (no answer)') wrong.push(`${nameOf(call)} is ${fate}`);
    }
    for (const call of calls(OTHERS)) {
      const fate = await fateOf(laboratory, call);
      if (fate !== 'untouched') wrong.push(`${nameOf(call)} is ${fate}`);
    }
  });
  laboratory.claim({
    what: `${effect}, direction ${direction}, one server of each family`,
    expected: 'no answer over UDP and TCP; other servers untouched',
    measured: wrong.length === 0 ? 'as expected' : wrong.join(', '),
    holds: wrong.length === 0,
  });
}

/** Where even the agent is killed and nobody looks, the kernel lets packets through again. */
async function kernelEnds(laboratory: Laboratory): Promise<void> {
  const call = outgoing('udp', SERVER_4, 8000);
  const before = await podState();
  const agent = new Agent(faultOrder({ do: 'drop' }, { durationMs: 5000, scope: { peers: [SERVER_4] } }));
  await agent.applied();
  agent.signal('SIGKILL');
  await agent.end();
  const fates = [await fateOf(laboratory, call)];
  await sleep(5000 + KERNEL_END_MS);
  fates.push(await fateOf(laboratory, call));
  laboratory.claim({
    what: 'drop of 5 s whose agent gets SIGKILL: at once, and 37 s later',
    expected: 'no answer, then untouched',
    measured: fates.join(', '),
    holds: fates.join() === 'odd (no answer),untouched',
  });
  const end = await new Agent({ version: 1, order: 'end', run: 'ender000' }).end();
  const isAsBefore = (await podState()) === before;
  laboratory.claim({
    what: 'its rules, after order end',
    expected: 'mended, the pod as before',
    measured: `${end.report?.outcome}, the pod ${isAsBefore ? 'as before' : 'has rules'}`,
    holds: end.report?.outcome === 'mended' && isAsBefore,
  });
}
