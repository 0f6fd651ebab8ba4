import t from 'tap';
import { describeNetworkFault } from '../../../src/faults/network/client.ts';
import { parseNetem } from '../../../src/faults/network/netem/parse.ts';
import { fault } from './testing/fault.ts';

t.test('says a fault in a sentence', async (t) => {
  const netem = (text: string): Parameters<typeof fault>[0] => ({
    do: 'netem',
    netem: parseNetem(text.split(' ')),
  });
  const ports = [{ from: 443, to: 443 }];
  for (const [spec, sentence] of [
    [fault({ do: 'drop' }), 'drop, in and out, on eth0'],
    [
      fault(netem('delay 100ms 20ms'), {
        direction: 'out',
        protocol: 'tcp',
        peers: ['10.0.0.0/8'],
        remotePorts: ports,
      }),
      'netem delay 100 ms ± 20 ms, out, tcp to 10.0.0.0/8, port 443, on eth0',
    ],
    [
      fault(
        { do: 'reject' },
        { direction: 'in', hosts: ['a.example'], localPorts: [{ from: 1, to: 9 }], except: ['::1'] },
      ),
      "reject, in, from a.example, the pod's port 1-9, on eth0",
    ],
    [
      fault(
        netem(
          'delay 800us 1ms distribution pareto loss 5% ecn corrupt 1% duplicate 2% reorder 3% rate 1500kbit slot 1s limit 9',
        ),
        { direction: 'out' },
      ),
      'netem delay 800 µs ± 1 ms (pareto), mark 5 %, corrupt 1 %, duplicate 2 %, reorder 3 %, limit to 1.5 Mbit/s, in slots of 1 s, queue 9 packets, out, on eth0',
    ],
    [fault(netem('loss gemodel 1 2')), 'netem lose in bursts (p 1 %), in and out, on eth0'],
  ] as const)
    t.equal(describeNetworkFault(spec), sentence);
});
