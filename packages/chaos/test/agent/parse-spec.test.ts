/** Orders: what is one is read as it is, and everything else is refused by name. */
import fc from 'fast-check';
import t from 'tap';
import { parseAgentSpec } from '../../src/agent/parse-spec.ts';
import type { AgentSpec } from '../../src/agent/spec.ts';
import { ChaosError } from '../../src/errors.ts';
import { FAULT_SIGNALS } from '../../src/faults/signal/signal-spec.ts';
import type { AnyFaultAgent } from '../../src/faults/agents.ts';
import { run } from './testing/run-in-memory.ts';
import { createWorld, scriptedFault } from './testing/scripted-fault.ts';

const signal = { kind: 'signal', signal: 'SIGTERM' } as const;
const LASTING: readonly AnyFaultAgent[] = [scriptedFault(createWorld(), 1)];
const base = { version: 1, order: 'fault', run: 'abcd1234', fault: signal, durationMs: 1_000 };

const REFUSED: readonly (readonly [value: unknown, message: string | RegExp])[] = [
  ['', 'expected an order in JSON, got ""'],
  ['[]', 'expected an order, a JSON object, got []'],
  ['null', 'expected an order, a JSON object, got null'],
  ['x'.repeat(70_000), 'an order has at most 65536 characters, got 70000'],
  [{}, 'the field version of an order expects 1, got nothing'],
  [{ ...base, version: 2 }, 'the field version of an order expects 1, got 2'],
  [
    { ...base, order: 'toString' },
    'the field order of an order expects fault or check or end, got "toString"',
  ],
  [
    { ...base, run: 'ABCD1234' },
    'the field run of an order expects 8 characters a-z and 0-9, got "ABCD1234"',
  ],
  [{ ...base, more: 1 }, /has the fields version, order, run, fault, durationMs, beginBeforeMs, got "more"/],
  [{ ...base, target: 'abcd1234' }, /got "target"/],
  [{ ...base, fault: undefined }, 'the field fault of an order expects a fault, got nothing'],
  [{ ...base, fault: { kind: 'fire' } }, /^a fault expects the kind network or signal .*got "fire"$/],
  [{ ...base, fault: null }, /^a fault expects the kind network or signal .*got nothing$/],
  [{ ...base, fault: { kind: 'signal', signal: 'SIGSTOP' } }, /signal expects SIGTERM or .*, got "SIGSTOP"/],
  [{ ...base, fault: { ...signal, pid: 1 } }, 'a signal fault has the fields kind and signal, got "pid"'],
  [{ ...base, fault: { kind: 'network' } }, /interface/],
  [{ ...base, durationMs: 0 }, /durationMs of an order expects a whole number from 1 to 86400000, got 0/],
  [{ ...base, durationMs: 86_400_001 }, /durationMs .* got 86400001/],
  [{ ...base, durationMs: 1.5 }, /durationMs .* got 1.5/],
  [{ ...base, durationMs: undefined }, /durationMs .* got nothing/],
  [
    { ...base, beginBeforeMs: 'now' },
    /beginBeforeMs of an order expects whole milliseconds since 1970, got "now"/,
  ],
  [{ version: 1, order: 'check', run: 'abcd1234', fault: signal, durationMs: 1 }, /got "durationMs"/],
  [
    { version: 1, order: 'end', run: 'abcd1234', target: 5 },
    /target of an order expects the id of a run, got 5/,
  ],
  [{ version: 1, order: 'end', run: 'abcd1234', fault: signal }, /got "fault"/],
];

t.test('what is no order is refused, and the message names what is wrong', async (t) => {
  for (const [value, message] of REFUSED) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    t.throws(() => parseAgentSpec(text, LASTING), { code: 'CHAOS_USAGE', message }, text.slice(0, 200));
  }
});

t.test('a fault that happens at once has no duration', async (t) => {
  t.throws(() => parseAgentSpec(JSON.stringify(base)), { code: 'CHAOS_USAGE', message: /durationMs/ });
  const { durationMs: _, ...spec } = base;
  t.same(parseAgentSpec(JSON.stringify(spec)), spec);
});

t.test('any order is read as it is', async () => {
  const name = fc.stringMatching(/^[a-z0-9]{8}$/);
  const version = fc.constant(1 as const);
  const fault = fc.record({
    kind: fc.constant('signal' as const),
    signal: fc.constantFrom(...FAULT_SIGNALS),
  });
  const specs: fc.Arbitrary<AgentSpec> = fc.oneof(
    fc.record({ version, order: fc.constant('check' as const), run: name, fault }),
    fc.record(
      { version, order: fc.constant('end' as const), run: name, target: name },
      { requiredKeys: ['version', 'order', 'run'] },
    ),
    fc.record(
      {
        version,
        order: fc.constant('fault' as const),
        run: name,
        fault,
        durationMs: fc.integer({ min: 1, max: 86_400_000 }),
        beginBeforeMs: fc.maxSafeNat().filter((value) => value <= 8.64e15),
      },
      { requiredKeys: ['version', 'order', 'run', 'fault', 'durationMs'] },
    ),
  );
  fc.assert(
    fc.property(specs, (spec) => {
      const read = parseAgentSpec(JSON.stringify(spec), LASTING);
      return (
        JSON.stringify(read, Object.keys(spec).toSorted()) ===
        JSON.stringify(spec, Object.keys(spec).toSorted())
      );
    }),
  );
});

t.test('any text gives an order or an error of ours', async () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ version: fc.constant(1), order: fc.anything() }).map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        parseAgentSpec(text);
        return true;
      } catch (error) {
        return error instanceof ChaosError && error.code === 'CHAOS_USAGE' && !error.message.includes('\n');
      }
    }),
  );
});

t.test(
  'an agent that can not read its order reports that, under its run where that can be read',
  async (t) => {
    const world = createWorld();
    for (const [text, name] of [
      ['{', 'unknown'],
      [JSON.stringify({ ...base, order: 'dance' }), 'abcd1234'],
    ] as const) {
      const { report, exitCode } = await run(text, { agents: [scriptedFault(world, 1)] });
      t.match(report, { run: name, outcome: 'untouched', reason: 'error', error: { code: 'CHAOS_USAGE' } });
      t.equal(exitCode, 1);
    }
    t.equal(world.operations.length, 0);
  },
);
