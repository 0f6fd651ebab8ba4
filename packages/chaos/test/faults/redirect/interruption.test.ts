/** Whatever command fails, and wherever the agent dies, nothing is left: 24 of all such moments. */
import fc from 'fast-check';
import t, { type Test } from 'tap';
import type { AgentContext, FaultPlan, FaultStep, Leftover } from '../../../src/faults/fault-agent.ts';
import { requestsAgent } from '../../../src/faults/requests/agent.ts';
import { toxicsAgent } from '../../../src/faults/toxics/agent.ts';
import { parseToxic } from '../../../src/faults/toxics/parse.ts';
import type { ToxicFaultSpec } from '../../../src/faults/toxics/spec.ts';
import { NOT_ABLE } from '../network/testing/able.ts';
import { everyMishap, Killed, withMishap, type Mishap } from '../network/testing/interruptions.ts';
import { inside, Namespaces, run } from '../network/testing/namespaces.ts';
import { ALWAYS, requestFault, UNAVAILABLE } from '../requests/testing/fault.ts';

const ROUNDS = 3;

/** Mishaps that are tried; all of them where POD_CHAOS_EVERY_MISHAP is set. */
const SAMPLES = 24;

const EXCEPT = ['10.77.0.9', 'fd77::9'];

const REQUESTS = requestFault({ failure: { ...ALWAYS, how: UNAVAILABLE } }, {}, { except: EXCEPT });

const TOXICS: ToxicFaultSpec = {
  kind: 'toxics',
  interface: 'eth0',
  port: 8_080,
  toxics: [parseToxic('latency,latency=250'), parseToxic('reset_peer,upstream,toxicity=0.1')],
  except: EXCEPT,
  sparesNode: true,
  resetsOpen: true,
};

/** The agent's part of a fault, and the fault that it is asked for. */
type Part = Readonly<{
  plan: (context: AgentContext) => Promise<FaultPlan>;
  leftovers: (context: AgentContext) => Promise<readonly Leftover[]>;
}>;

const PARTS: Readonly<Record<string, Part>> = {
  'a failure of requests': {
    plan: (context) => requestsAgent.plan(REQUESTS, context),
    leftovers: requestsAgent.leftovers,
  },
  'toxics, and resets of what was open': {
    plan: (context) => toxicsAgent.plan(TOXICS, context),
    leftovers: toxicsAgent.leftovers,
  },
};

t.setTimeout(600_000);

for (const [what, part] of Object.entries(PARTS))
  t.test(`${what}: nothing is left`, { skip: NOT_ABLE }, (t) => tryAll(t, part));

async function tryAll(t: Test, { plan, leftovers }: Part): Promise<void> {
  const spaces = await Namespaces.make({ stations: false });
  t.teardown(() => spaces.remove());
  // Rules of others, in each table that is touched.
  const foreign = ['-p', 'udp', '--dport', '9', '-j', 'RETURN'];
  for (const program of ['iptables', 'ip6tables']) {
    inside(spaces.pod, program, '-t', 'nat', '-A', 'PREROUTING', ...foreign);
    inside(spaces.pod, program, '-A', 'INPUT', ...foreign);
  }
  const state = async (): Promise<string> => {
    const saved = ['iptables-save', 'ip6tables-save'].map((save) => run(spaces.pod, save, []));
    return (await Promise.all(saved))
      .map(({ stdout }) => stdout.replaceAll(/^#.*\n|\[\d+:\d+\]/gm, ''))
      .join('\n');
  };
  const before = await state();
  const real = spaces.context().command;
  const deadlineMs = Date.now() + 600_000;

  /** An agent's life with one mishap, then another agent's that cleans up if the first one died. */
  const live = async (mishap?: Mishap): Promise<{ commands: number; left: readonly string[] }> => {
    const { command, count } = withMishap(real, mishap);
    const begun: FaultStep[] = [];
    try {
      const { steps } = await plan(spaces.context({ command, deadlineMs }));
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
      left = await tryToUndo((await leftovers(fresh)).map(({ step }) => step));
      left = [...left, ...(await leftovers(fresh)).map(({ what }) => what)];
    }
    return { commands: count(), left };
  };

  const { commands, left } = await live();
  t.strictSame(left, []);
  t.equal(await state(), before);
  t.ok(commands > 20, `${commands} commands`);
  for (const mishap of mishapsOf(commands)) {
    const result = await live(mishap);
    t.strictSame(result.left, [], JSON.stringify(mishap));
    t.equal(await state(), before, JSON.stringify(mishap));
  }
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
