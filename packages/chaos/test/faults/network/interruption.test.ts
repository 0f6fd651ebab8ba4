import t from 'tap';
import { networkAgent } from '../../../src/faults/network/agent.ts';
import type { NetworkFaultSpec } from '../../../src/faults/network/spec.ts';
import { NOT_ABLE } from './testing/able.ts';
import { livesOf, someMishaps } from './testing/agent-life.ts';
import { fault } from './testing/fault.ts';
import { inside, Namespaces } from './testing/namespaces.ts';
import { standInKinds } from './testing/stand-in-kinds.ts';

const skip = NOT_ABLE;

/** Mishaps tried for each fault; all of them, which takes ten minutes, where POD_CHAOS_EVERY_MISHAP is set. */
const SAMPLES = 6;

t.setTimeout(1_800_000);

const netem = { do: 'netem', netem: { delay: { timeUs: 1_000 } } } as const;

const FAULTS: Readonly<Record<string, NetworkFaultSpec>> = {
  'drop, both families, a deadline': fault({ do: 'drop' }, { direction: 'out', except: ['10.77.0.9'] }),
  'reject, both directions': fault({ do: 'reject' }, { peers: ['10.77.0.1'] }),
  'netem on everything, both directions': fault(netem),
  'netem on some, both directions': fault(netem, {
    peers: ['10.77.0.1', 'fd77::/64'],
    except: ['10.77.0.9'],
  }),
};

for (const [name, spec] of Object.entries(FAULTS)) {
  t.test(`${name}: whatever fails, and wherever the agent dies, nothing is left`, { skip }, async (t) => {
    const spaces = await Namespaces.make({ stations: false });
    t.teardown(() => spaces.remove());
    spaces.makeTables();
    inside(spaces.pod, 'iptables', '-A', 'OUTPUT', '-p', 'udp', '--dport', '9', '-j', 'DROP');
    const before = await spaces.state();
    const live = livesOf(
      { plan: (context) => networkAgent.plan(spec, context), leftovers: networkAgent.leftovers },
      spaces,
      standInKinds(spaces.context().command),
    );
    const { commands, left } = await live();
    t.strictSame(left, []);
    t.equal(await spaces.state(), before);
    t.ok(commands > 10, `${commands} commands`);
    const bad: string[] = [];
    for (const mishap of someMishaps(commands, SAMPLES)) {
      const result = await live(mishap);
      const after = await spaces.state();
      if (result.left.length > 0 || after !== before)
        bad.push(`${JSON.stringify(mishap)}: ${result.left.join(', ')} ${after === before ? '' : after}`);
      if (bad.length > 3) break;
    }
    t.strictSame(bad, []);
  });
}
