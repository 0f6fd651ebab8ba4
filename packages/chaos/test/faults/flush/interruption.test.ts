/** Wherever an agent dies in the course of a flush, another finds all that it needs to put everything back. */
import t from 'tap';
import type { AgentContext, FaultStep, NodeAccess } from '../../../src/faults/fault-agent.ts';
import { flushAgent } from '../../../src/faults/flush/agent.ts';
import type { FlushFaultSpec } from '../../../src/faults/flush/spec.ts';
import { Killed, withMishap, type Mishap } from '../network/testing/interruptions.ts';
import { chainsOf } from './testing/compare.ts';
import { NO_NODE, NodeInNamespace } from './testing/node-in-namespace.ts';

const MOMENTS = 24;

const FAULT: FlushFaultSpec = {
  kind: 'flush',
  tables: ['filter', 'nat', 'mangle'],
  families: ['ipv4'],
  deleteChains: true,
};

/** Commands and changes of files alike, of which one goes wrong; the rehearsal is answered, as that has tests of its own. */
function contextOf(
  node: NodeInNamespace,
  mishap: Mishap | undefined,
): { context: AgentContext; count: () => number } {
  const plain = node.context();
  const files = plain.node as NodeAccess;
  const { command, count } = withMishap(async (program, args, input) => {
    // No agent runs ip here: it stands for what is done to a file.
    if (program !== 'ip') return plain.command(program, args, input);
    const [what, name = ''] = args;
    if (what === 'write') await files.write(name, input ?? '');
    else await files.remove(name);
    return { exitCode: 0, stdout: '', stderr: '' };
  }, mishap);
  const change = async (what: string, name: string, text?: string): Promise<void> => {
    // By the way of commands, so that they are counted with them.
    const { exitCode } = await command('ip', [what, name], text);
    if (exitCode !== 0) throw new Error(`can't ${what} ${name}`);
  };
  const access: NodeAccess = {
    ...files,
    list: async () => [...(await files.list()), 'ab12cd34.rehearsed'],
    read: async (name) => (name.endsWith('.rehearsed') ? '{"ok":true,"leftOut":0}' : files.read(name)),
    write: (name, text) => change('write', name, text),
    remove: (name) => change('remove', name),
  };
  return { context: { ...plain, command, node: access }, count };
}

t.test(`${MOMENTS} moments at which it dies, or something fails`, { skip: NO_NODE }, async (t) => {
  const node = NodeInNamespace.make(t);
  const before = chainsOf(node.rules());

  /** A life with one mishap, then that of another agent that cleans up: only where the first one died there are rules to put back. */
  const live = async (mishap: Mishap | undefined): Promise<number> => {
    const { context, count } = contextOf(node, mishap);
    const begun: FaultStep[] = [];
    try {
      const { steps } = await flushAgent.plan(FAULT, context);
      for (const step of steps) {
        begun.push(step);
        await step.apply();
        if (!(await step.isThere())) throw new Error(`${step.what} is not there`);
      }
      if (mishap === undefined) t.notMatch(node.rules(), /KUBE-SVC/);
    } catch (error) {
      if (mishap === undefined) throw error;
    }
    await undoAll(begun);
    if (mishap?.dies !== true) t.same(chainsOf(node.rules()), before, JSON.stringify(mishap));
    const fresh = node.context({ run: 'another1' });
    await undoAll((await flushAgent.leftovers(fresh)).map(({ step }) => step));
    return count();
  };

  const operations = await live(undefined);
  t.ok(operations >= MOMENTS, `${operations} operations`);
  for (let moment = 0; moment < MOMENTS; moment += 1) {
    const mishap = {
      at: Math.floor((moment * operations) / MOMENTS),
      ran: moment % 2 === 0,
      dies: moment % 3 !== 2,
    };
    await live(mishap);
    t.same(chainsOf(node.rules()), before, JSON.stringify(mishap));
    t.same(await node.context().node?.list(), [], JSON.stringify(mishap));
  }
});

/** In rounds, as an agent does it: what could not be undone keeps no other from it, and is tried again. */
async function undoAll(steps: readonly FaultStep[]): Promise<void> {
  let left = steps.toReversed();
  for (let round = 0; round < 3 && left.length > 0; round += 1) {
    const there: FaultStep[] = [];
    for (const step of left) await step.undo().catch(() => undefined);
    for (const step of left) {
      const isThere = await step.isThere().catch((error: unknown) => !(error instanceof Killed));
      if (isThere) there.push(step);
    }
    left = there;
  }
}
