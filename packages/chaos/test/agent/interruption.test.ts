/** Whatever happens at whatever moment: nothing is left, and it is reported. */
import fc from 'fast-check';
import t from 'tap';
import { createMemoryLock } from './testing/memory-lock.ts';
import { orderFor, orderToEnd, run, start, type Ended, type Running } from './testing/run-in-memory.ts';
import { createWorld, scriptedFault, type World } from './testing/scripted-fault.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const KINDS = ['fails', 'hangs', 'signal', 'asked', 'error', 'vanishes'] as const;

/** Something that happens at one operation of a fault. */
type Trouble = Readonly<{ at: number; kind: (typeof KINDS)[number] }>;

const STEPS = 3;
const DURATION_MS = 11_000;
/** All hanging is over by then: a step's limit, and all that undoing may take. */
const LONGEST_MS = DURATION_MS + 120_000;

async function runWith(troubles: readonly Trouble[]): Promise<Ended & { world: World; applied: boolean }> {
  const clock = createVirtualClock();
  const lock = createMemoryLock();
  let agent: Running | undefined;
  const world = createWorld(async ({ number }) => {
    for (const { kind } of troubles.filter(({ at }) => at === number)) {
      if (kind === 'fails') throw new Error('failed on purpose');
      if (kind === 'hangs') await new Promise(() => {});
      if (kind === 'signal') agent?.interrupt({ reason: 'signal' });
      if (kind === 'error') agent?.interrupt({ reason: 'error', error: new Error('a defect') });
      if (kind === 'asked') void lock.holders.get('signal')?.({ end: null });
      if (kind === 'vanishes') world.things.clear();
    }
  });
  agent = start(orderFor({ durationMs: DURATION_MS }), {
    agents: [scriptedFault(world, STEPS)],
    clock,
    lock,
  });
  const ended = await clock.run(agent.ended);
  const applied = world.operations.some(({ name }) => name.startsWith('apply'));
  return { ...ended, world, applied };
}

function check({
  report,
  lines,
  message,
  exitCode,
  world,
  applied,
  tookMs,
}: Awaited<ReturnType<typeof runWith>>): void {
  const expect = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`expected ${what}, got ${message}`);
  };
  expect(world.things.size === 0, `nothing to be left, and not ${[...world.things.keys()].join()}`);
  expect(report.event === 'report', 'a report as the last line');
  expect(lines.filter(({ event }) => event === 'report').length === 1, 'one report');
  expect(report.outcome === (applied ? 'mended' : 'untouched'), `the outcome to tell what happened`);
  expect(
    report.proof.every(({ gone }) => gone),
    'everything to be proven gone',
  );
  expect((exitCode === 0) === (applied && report.error === undefined), `another exit code than ${exitCode}`);
  expect((report.reason === 'error') <= (report.error !== undefined), 'an error where it is the reason');
  expect(tookMs <= LONGEST_MS, `an end after ${LONGEST_MS} ms, not ${tookMs}`);
}

t.test('each kind of trouble at each operation of a life', async (t) => {
  const { world } = await runWith([]);
  const operations = world.operations.length;
  t.ok(operations > 30, `${operations} operations`);
  for (const kind of KINDS) {
    for (let at = 1; at <= operations; at++) check(await runWith([{ at, kind }]));
    t.pass(kind);
  }
});

t.test('several troubles at once', async () => {
  const at = fc.integer({ min: 1, max: 80 });
  const lasting = fc.constantFrom(...KINDS.filter((kind) => kind !== 'hangs'));
  const troubles = fc.array(fc.record({ at, kind: lasting }), { maxLength: 5 });
  // Once: undoing has a limit that hanging twice may use up.
  const hanging = fc.option(fc.record({ at, kind: fc.constant('hangs' as const) }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(troubles, hanging, async (some, one) => {
      check(await runWith(one === undefined ? some : [...some, one]));
    }),
    { numRuns: 300 },
  );
});

t.test('an agent that is killed at any operation leaves what another one ends', async (t) => {
  const { world: whole } = await runWith([]);
  let mended = 0;
  for (let at = 1; at <= whole.operations.length; at++) {
    const clock = createVirtualClock();
    const world = createWorld(({ number }) => (number >= at ? new Promise(() => {}) : undefined));
    const agents = [scriptedFault(world, STEPS)];
    // Killed: it does nothing any more from there, its clock stands still, and its lock is free.
    start(orderFor({ durationMs: DURATION_MS }), { agents, clock });
    await clock.pass(DURATION_MS + 1);
    world.before = () => {};
    const wasThere = world.things.size > 0;
    const { report, exitCode } = await run(orderToEnd(), { agents });
    t.equal(world.things.size, 0);
    t.equal(report.outcome, wasThere ? 'mended' : 'untouched');
    t.equal(exitCode, 0);
    if (wasThere) mended++;
  }
  t.ok(mended > 10);
});
