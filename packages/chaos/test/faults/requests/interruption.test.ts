/** Whatever command fails, and wherever the agent dies, nothing is left: 24 of all such moments. */
import fc from 'fast-check';
import t from 'tap';
import type { FaultStep } from '../../../src/faults/fault-agent.ts';
import { requestsAgent } from '../../../src/faults/requests/agent.ts';
import { NOT_ABLE } from '../network/testing/able.ts';
import { everyMishap, Killed, withMishap, type Mishap } from '../network/testing/interruptions.ts';
import { inside, Namespaces, run } from '../network/testing/namespaces.ts';
import { ALWAYS, requestFault, UNAVAILABLE } from './testing/fault.ts';

const ROUNDS = 3;

/** Mishaps that are tried; all of them where POD_CHAOS_EVERY_MISHAP is set. */
const SAMPLES = 24;

const FAULT = requestFault(
  { failure: { ...ALWAYS, how: UNAVAILABLE } },
  {},
  { except: ['10.77.0.9', 'fd77::9'] },
);

t.setTimeout(600_000);

t.test('nothing is left', { skip: NOT_ABLE }, async (t) => {
  const spaces = await Namespaces.make({ stations: false });
  t.teardown(() => spaces.remove());
  for (const program of ['iptables', 'ip6tables'])
    inside(spaces.pod, program, '-t', 'nat', '-A', 'PREROUTING', '-p', 'udp', '--dport', '9', '-j', 'RETURN');
  const state = async (): Promise<string> => {
    const saved = ['iptables-save', 'ip6tables-save'].map((save) => run(spaces.pod, save, ['-t', 'nat']));
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
      const { steps } = await requestsAgent.plan(FAULT, spaces.context({ command, deadlineMs }));
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
      left = await tryToUndo((await requestsAgent.leftovers(fresh)).map(({ step }) => step));
      left = [...left, ...(await requestsAgent.leftovers(fresh)).map(({ what }) => what)];
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
});

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
