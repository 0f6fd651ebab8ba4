import fc from 'fast-check';
import t from 'tap';
import { networkAgent } from '../../../src/faults/network/agent.ts';
import type { FaultStep } from '../../../src/faults/fault-agent.ts';
import type { NetworkFaultSpec } from '../../../src/faults/network/spec.ts';
import { NOT_ABLE } from './testing/able.ts';
import { fault } from './testing/fault.ts';
import { everyMishap, Killed, withMishap, type Mishap } from './testing/interruptions.ts';
import { inside, Namespaces } from './testing/namespaces.ts';
import { standInKinds } from './testing/stand-in-kinds.ts';

const skip = NOT_ABLE;
const ROUNDS = 3;

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
    const real = standInKinds(spaces.context().command);
    const deadlineMs = Date.now() + 600_000;

    /** An agent's life with one mishap, then another agent's that cleans up if the first one died. */
    const live = async (
      mishap: Mishap | undefined,
    ): Promise<{ commands: number; left: readonly string[] }> => {
      const { command, count } = withMishap(real, mishap);
      const context = spaces.context({ command, deadlineMs });
      const begun: FaultStep[] = [];
      try {
        const { steps } = await networkAgent.plan(spec, context);
        for (const step of steps) {
          begun.push(step);
          await step.apply();
          if (!(await step.isThere())) throw new Error(`${step.what} is not there`);
        }
      } catch (error) {
        if (mishap === undefined) throw error;
      }
      let left = await tryToUndo(begun);
      if (mishap?.dies === true) {
        const fresh = spaces.context({ command: real, run: 'another1' });
        left = await tryToUndo((await networkAgent.leftovers(fresh)).map(({ step }) => step));
        left = [...left, ...(await networkAgent.leftovers(fresh)).map(({ what }) => what)];
      }
      return { commands: count(), left };
    };

    const { commands, left } = await live(undefined);
    t.strictSame(left, []);
    t.equal(await spaces.state(), before);
    t.ok(commands > 10, `${commands} commands`);
    const bad: string[] = [];
    for (const mishap of mishapsOf(commands)) {
      const result = await live(mishap);
      const after = await spaces.state();
      if (result.left.length > 0 || after !== before)
        bad.push(`${JSON.stringify(mishap)}: ${result.left.join(', ')} ${after === before ? '' : after}`);
      if (bad.length > 3) break;
    }
    t.strictSame(bad, []);
  });
}

function mishapsOf(commands: number): readonly Mishap[] {
  const all = everyMishap(commands);
  return process.env['POD_CHAOS_EVERY_MISHAP'] === undefined
    ? fc.sample(fc.constantFrom(...all), SAMPLES)
    : all;
}

/** Undoes in rounds as the agent does: a step that could not be undone does not keep others from it. */
async function tryToUndo(steps: readonly FaultStep[]): Promise<readonly string[]> {
  let left: readonly FaultStep[] = steps;
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    const there: FaultStep[] = [];
    for (const step of left.toReversed()) await step.undo().catch(ignore);
    for (const step of left) if (await step.isThere().catch(ignore)) there.push(step);
    left = there;
  }
  return left.map(({ what }) => what);
}

/** What failed is read back as being there, so that it is tried again; a dead agent tries nothing. */
function ignore(error: unknown): boolean {
  return !(error instanceof Killed);
}
