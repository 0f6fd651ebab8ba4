import t from 'tap';
import { forTarget, sparesNode } from '../../../src/faults/network/for-target.ts';
import { spareNode } from '../../../src/faults/network/spare-node.ts';
import { requestFault } from '../requests/testing/fault.ts';
import { fault } from './testing/fault.ts';

t.test('the node of each pod is left out, in both families', async (t) => {
  const drop = fault({ do: 'drop' }, { except: ['10.0.0.9'] });
  t.equal(forTarget(drop, { nodeIps: ['10.0.0.1'] }), drop, 'only where it was asked for');
  const spared = spareNode(drop);
  t.match(forTarget(spared, { nodeIps: ['10.0.0.1', 'fd00::1'] }), {
    scope: { sparesNode: true, except: ['10.0.0.9', '10.0.0.1', 'fd00::1'] },
  });
  t.match(forTarget(spared, { nodeIps: ['10.0.0.9'] }), { scope: { except: ['10.0.0.9'] } }, 'once');
  t.match(forTarget(spared, { nodeIps: [] }), { scope: { sparesNode: true, except: ['10.0.0.9'] } });
  const signal = { kind: 'signal', signal: 'SIGTERM' } as const;
  t.equal(forTarget(signal as never, { nodeIps: ['10.0.0.1'] }), signal);
});

t.test('and so it is by faults of requests', async (t) => {
  const slow = requestFault({ delay: { averageMs: 1, variationMs: 0 } }, {}, { except: ['10.0.0.9'] });
  t.equal(forTarget(slow, { nodeIps: ['10.0.0.1'] }), slow, 'only where it was asked for');
  t.notOk(sparesNode(slow));
  const spared = spareNode(slow);
  t.ok(sparesNode(spared));
  t.match(forTarget(spared, { nodeIps: ['10.0.0.1', '10.0.0.9'] }), { except: ['10.0.0.9', '10.0.0.1'] });
});
