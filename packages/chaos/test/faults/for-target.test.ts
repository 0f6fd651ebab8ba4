import t from 'tap';
import { forTarget, sparesNode } from '../../src/faults/for-target.ts';
import { spareNode } from '../../src/faults/network/spare-node.ts';
import { fault } from './network/testing/fault.ts';
import { requestFault } from './requests/testing/fault.ts';

const pod = {};

t.test('the node of each pod is left out, in both families', async (t) => {
  const drop = fault({ do: 'drop' }, { except: ['10.0.0.9'] });
  t.equal(forTarget(drop, { nodeIps: ['10.0.0.1'], pod }), drop, 'only where it was asked for');
  const spared = spareNode(drop);
  t.match(forTarget(spared, { nodeIps: ['10.0.0.1', 'fd00::1'], pod }), {
    scope: { sparesNode: true, except: ['10.0.0.9', '10.0.0.1', 'fd00::1'] },
  });
  t.match(forTarget(spared, { nodeIps: ['10.0.0.9'], pod }), { scope: { except: ['10.0.0.9'] } }, 'once');
  t.match(forTarget(spared, { nodeIps: [], pod }), { scope: { sparesNode: true, except: ['10.0.0.9'] } });
  const signal = { kind: 'signal', signal: 'SIGTERM' } as const;
  t.equal(forTarget(signal, { nodeIps: ['10.0.0.1'], pod }), signal);
});

t.test('and so it is by faults of requests', async (t) => {
  const slow = requestFault({ delay: { averageMs: 1, variationMs: 0 } }, {}, { except: ['10.0.0.9'] });
  t.equal(forTarget(slow, { nodeIps: ['10.0.0.1'], pod }), slow, 'only where it was asked for');
  t.notOk(sparesNode(slow));
  const spared = spareNode(slow);
  t.ok(sparesNode(spared));
  t.match(forTarget(spared, { nodeIps: ['10.0.0.1', '10.0.0.9'], pod }), {
    except: ['10.0.0.9', '10.0.0.1'],
  });
});

t.test('and by toxics', async (t) => {
  const toxics = { kind: 'toxics', interface: 'eth0', port: 80, toxics: [], except: [] } as const;
  t.equal(forTarget(toxics, { nodeIps: ['10.0.0.1'], pod }), toxics);
  t.match(forTarget(spareNode(toxics), { nodeIps: ['10.0.0.1'], pod }), { except: ['10.0.0.1'] });
});

t.test('a fault of resources is told of the limits of each pod', async (t) => {
  const limits = { cpu: '500m', memory: '256Mi' };
  const limited = { spec: { containers: [{ name: 'main', resources: { limits } }] } };
  const target = { nodeIps: [], pod: limited };
  t.match(forTarget({ kind: 'burn', cores: 1, percent: 50 }, target), { limitCores: 0.5 });
  t.match(forTarget({ kind: 'fill-memory', amount: { percent: 70 } }, target, 'main'), {
    pod: { sees: 'main', limitBytes: 268_435_456, unseenBytes: 0 },
  });
});
