import t from 'tap';
import { describeFault } from '../../src/faults/describe-fault.ts';
import { ANY_FAULT } from '../testing/scripted-images.ts';

t.test('a fault is described in a few words', (t) => {
  const { scope } = ANY_FAULT;
  t.equal(describeFault({ kind: 'signal', signal: 'SIGTERM' }), 'SIGTERM');
  t.equal(
    describeFault({
      ...ANY_FAULT,
      scope: {
        ...scope,
        direction: 'out',
        protocol: 'tcp',
        hosts: ['db'],
        remotePorts: [{ from: 1, to: 9 }],
      },
      effect: {
        do: 'netem',
        netem: { delay: { timeUs: 100_000, jitterUs: 500 }, loss: { model: 'random', percent: 1.5 } },
      },
    }),
    'netem delay 100 ms ± 500 µs, lose 1.5 %, out, tcp to db, port 1-9, on eth0',
  );
  t.end();
});
