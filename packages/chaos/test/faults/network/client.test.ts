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
    [fault({ do: 'drop' }), 'drop packets on eth0, in and out'],
    [
      fault(netem('delay 100ms 20ms'), {
        direction: 'out',
        protocol: 'tcp',
        peers: ['10.0.0.0/8'],
        remotePorts: ports,
      }),
      'delay 100 ms ± 20 ms on eth0, out, tcp to 10.0.0.0/8, port 443',
    ],
    [
      fault(
        { do: 'reject' },
        { direction: 'in', hosts: ['a.example'], localPorts: [{ from: 1, to: 9 }], except: ['::1'] },
      ),
      "reject packets on eth0, in, from a.example, the pod's port 1-9, except ::1",
    ],
    [
      fault(
        netem(
          'delay 800us 1ms distribution pareto loss 5% ecn corrupt 1% duplicate 2% reorder 3% rate 1500kbit slot 1s limit 9',
        ),
        { direction: 'out' },
      ),
      'delay 800 µs ± 1 ms (pareto), mark 5 %, corrupt 1 %, duplicate 2 %, reorder 3 %, limit to 1.5 Mbit/s, in slots of 1 s, queue 9 packets on eth0, out',
    ],
    [fault(netem('loss gemodel 1 2')), 'lose in bursts (p 1 %) on eth0, in and out'],
  ] as const)
    t.equal(describeNetworkFault(spec), sentence);
});
