import fc from 'fast-check';
import t from 'tap';
import { ChaosError } from '../../../src/errors.ts';
import { describeFault } from '../../../src/faults/describe-fault.ts';
import type { FaultSpec } from '../../../src/faults/fault-spec.ts';
import { validateFault } from '../../../src/faults/validate-fault.ts';

const RIGHT: Readonly<Record<string, FaultSpec>> = {
  'burn 50 % of 1 core': { kind: 'burn', cores: 1, percent: 50, limitCores: 0.5 },
  'burn 12.5 % of 4 cores': { kind: 'burn', cores: 4, percent: 12.5 },
  'fill 300 MiB of memory': { kind: 'fill-memory', amount: { bytes: 314_572_800 }, rampMs: 10 },
  "fill memory to 70 % of the pod's limit, until the OOM killer comes": {
    kind: 'fill-memory',
    amount: { percent: 70 },
    untilOom: true,
    pod: { limitBytes: 5, sees: 'main', unseenBytes: 0 },
  },
  'fill 1.5 GiB of volume data, until the pod is evicted': {
    kind: 'fill-disk',
    volume: 'data',
    bytes: 1_610_612_736,
    untilEvicted: true,
    evictsAtBytes: 7,
  },
};

t.test('each comes back as it was, and in words', async (t) => {
  for (const [words, fault] of Object.entries(RIGHT)) {
    t.same(validateFault(structuredClone(fault)), fault);
    t.equal(describeFault(fault), words);
  }
});

t.test('what is wrong is named', async (t) => {
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ kind: 'burn', cores: 0, percent: 50 }, /fault\.cores: expected a whole number from 1 to 256, got 0/],
    [{ kind: 'burn', cores: 1, percent: 101 }, /fault\.percent: expected a number from 0.01 to 100, got 101/],
    [{ kind: 'burn', cores: 1, percent: 1, what: 1 }, /to have only .*, got a field "what"/],
    [{ kind: 'fill-memory', amount: {} }, /fault\.amount\.bytes: expected bytes or percent/],
    [{ kind: 'fill-memory', amount: { bytes: 1, percent: 1 } }, /fault\.amount\.percent/],
    [{ kind: 'fill-memory', amount: { bytes: 1 }, untilOom: 1 }, /fault\.untilOom/],
    [{ kind: 'fill-memory', amount: { bytes: 1 }, pod: { sees: '/', unseenBytes: 0 } }, /fault\.pod\.sees/],
    [{ kind: 'fill-disk', volume: '../etc', bytes: 1 }, /fault\.volume: expected the name of a volume/],
    [{ kind: 'fill-disk', volume: 'a', bytes: 0 }, /fault\.bytes/],
    [{ kind: 'fill-disk', volume: 'a', bytes: 1, rampMs: 0.5 }, /fault\.rampMs/],
  ];
  for (const [fault, message] of wrong) {
    t.throws(() => validateFault(fault), { code: 'CHAOS_USAGE', message });
  }
});

t.test('anything at all is taken or refused as wrong usage', async () => {
  const kind = fc.constantFrom('burn', 'fill-memory', 'fill-disk');
  fc.assert(
    fc.property(kind, fc.object(), (name, fields) => {
      try {
        validateFault({ ...fields, kind: name });
      } catch (error) {
        return error instanceof ChaosError && error.code === 'CHAOS_USAGE';
      }
      return true;
    }),
  );
});
