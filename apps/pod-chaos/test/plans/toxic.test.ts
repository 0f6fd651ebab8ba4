import t from 'tap';
import { validateFault, type ToxicFaultSpec } from '@pod-contagion/chaos/faults';
import { readFlags } from '@pod-contagion/command-line';
import { usageError } from '../../src/errors.ts';
import { TOXIC_FLAGS } from '../../src/flags/toxic.ts';
import { planToxic } from '../../src/plans/toxic.ts';

const toxic = (...argv: string[]): ToxicFaultSpec => planToxic(readFlags(TOXIC_FLAGS, argv, usageError));

t.test('toxics in their order, and where the proxy stands', async (t) => {
  const toxics = ['-t', 'latency,latency=250', '--toxic', 'reset_peer upstream toxicity=0.1'];
  const plan = toxic('--port', '5432', ...toxics, '--except', '10.0.0.1', '-i', 'net1');
  t.same(plan, {
    kind: 'toxics',
    interface: 'net1',
    port: 5_432,
    except: ['10.0.0.1'],
    toxics: [
      {
        type: 'latency',
        stream: 'downstream',
        toxicity: 1,
        attributes: { latency: 250, jitter: 0 },
      },
      { type: 'reset_peer', stream: 'upstream', toxicity: 0.1, attributes: { timeout: 0 } },
    ],
  });
  t.same(validateFault(plan), plan);
  t.equal(toxic('--port', '1', '-t', 'noop').interface, 'eth0');
});

t.test('what is wrong is named', async (t) => {
  for (const [argv, message] of [
    [['--port', '80'], 'expected --toxic (-t), such as latency,latency=250,jitter=50, got none'],
    [['-t', 'noop'], "expected --port, the port at which the pod's program listens, got none"],
    [
      ['--port', '80', '-t', 'latency'],
      /^toxic latency\.attributes: expected latency or jitter of a latency/,
    ],
    [['--port', '80', '-t', 'noop', '-t', ''], /--toxic/],
  ] as const) {
    t.throws(() => toxic(...argv), { code: 'CHAOS_USAGE', message });
  }
});
