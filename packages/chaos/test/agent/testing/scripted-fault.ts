import type { FaultAgent, FaultStep } from '../../../src/faults/fault-agent.ts';
import type { SignalFaultSpec } from '../../../src/faults/fault-spec.ts';

/** Everything a scripted fault asks of the world, in order: `apply step 1`, `is there step 1`, ... */
export type Operation = Readonly<{ number: number; name: string }>;

/** A world in which a fault puts things, two for each step, so that a step can be half done. */
export type World = {
  /** What is there, and whose it is. */
  readonly things: Map<string, string | undefined>;
  readonly operations: Operation[];
  /** Called for each operation before it is done; may throw, or not return for some time or ever. */
  before: (operation: Operation) => Promise<void> | void;
};

export function createWorld(before: World['before'] = () => {}): World {
  return { things: new Map(), operations: [], before };
}

/**
 * A fault of so many steps in such a world. It goes by the name of another kind, as orders are checked; it lasts, and so
 * needs the lock.
 */
export function scriptedFault(world: World, steps: number): FaultAgent<SignalFaultSpec> {
  const operate = async (name: string): Promise<void> => {
    const operation = { number: world.operations.length + 1, name };
    world.operations.push(operation);
    await world.before(operation);
  };
  const stepOf = (number: number, run: string | undefined): FaultStep => {
    const what = `step ${number}`;
    const parts = [`${what}, first half`, `${what}, second half`];
    return {
      what,
      async apply() {
        for (const part of parts) {
          await operate(`apply ${part}`);
          world.things.set(part, run);
        }
        await operate(`apply ${what}, done`);
      },
      async undo() {
        for (const part of parts) {
          await operate(`undo ${part}`);
          world.things.delete(part);
        }
        await operate(`undo ${what}, done`);
      },
      async isThere() {
        await operate(`is there ${what}`);
        return parts.some((part) => world.things.has(part));
      },
    };
  };
  const numbers = Array.from({ length: steps }, (_, index) => index + 1);
  return {
    kind: 'signal',
    async plan(_spec, { run }) {
      await operate('plan');
      return {
        steps: numbers.map((number) => stepOf(number, run)),
        async effect() {
          await operate('effect');
          return { hits: world.operations.length, unit: 'packets' };
        },
      };
    },
    async leftovers() {
      await operate('leftovers');
      return numbers.flatMap((number) => {
        const halves = [`step ${number}, first half`, `step ${number}, second half`];
        const half = halves.find((each) => world.things.has(each));
        if (half === undefined) return [];
        const run = world.things.get(half);
        return [{ what: `step ${number}`, run, step: stepOf(number, run) }];
      });
    },
  };
}
