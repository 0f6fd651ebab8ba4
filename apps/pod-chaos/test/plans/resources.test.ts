import t from 'tap';
import { readFlags } from '@pod-contagion/command-line';
import { usageError } from '../../src/errors.ts';
import { BURN_FLAGS } from '../../src/flags/burn.ts';
import { FILL_FLAGS } from '../../src/flags/fill.ts';
import { planBurn, planFill } from '../../src/plans/resources.ts';

const burn = (...argv: string[]): unknown => planBurn(readFlags(BURN_FLAGS, argv, usageError));
const fill = (...argv: string[]): unknown => planFill(readFlags(FILL_FLAGS, argv, usageError));

t.test('burn is a whole core where nothing is said', async (t) => {
  t.same(burn(), { kind: 'burn', cores: 1, percent: 100 });
  t.same(burn('--load', '50', '--cores', '2'), { kind: 'burn', cores: 2, percent: 50 });
});

t.test('fill is of memory or of a disk', async (t) => {
  t.same(fill('--memory', '1Mi'), { kind: 'fill-memory', amount: { bytes: 1_048_576 } });
  t.same(fill('--memory=70%', '--ramp=10s', '--until-oom'), {
    kind: 'fill-memory',
    amount: { percent: 70 },
    rampMs: 10_000,
    untilOom: true,
  });
  t.same(fill('--disk=1Mi', '--volume=data', '--until-evicted'), {
    kind: 'fill-disk',
    volume: 'data',
    bytes: 1_048_576,
    untilEvicted: true,
  });
});

t.test('what does not go together is wrong usage', async (t) => {
  const wrong: readonly (readonly [string, string[]])[] = [
    ['expected --memory or --disk, got neither', []],
    ['expected --memory or --disk, got both: one command for each', ['--memory=1', '--disk=1']],
    ['expected --volume with --disk, got none', ['--disk=1']],
    ['expected --volume with --disk, got it with --memory', ['--memory=1', '--volume=a']],
    ['expected --until-evicted with --disk, got it with --memory', ['--memory=1', '--until-evicted']],
    ['expected --until-oom with --memory, got it with --disk', ['--disk=1', '--volume=a', '--until-oom']],
    ['expected --container with --memory, got it with --disk', ['--disk=1', '--volume=a', '--container=b']],
    [
      'expected a --ramp shorter than the duration of 10000 ms, got 10000 ms',
      ['--memory=1', '--ramp=10s', '--duration=10s'],
    ],
    ['expected a --ramp shorter than the duration of 300000 ms, got 600000 ms', ['--memory=1', '--ramp=10m']],
  ];
  for (const [message, argv] of wrong) {
    t.throws(() => fill(...argv), { code: 'CHAOS_USAGE', exitCode: 2, message });
  }
});
