import t from 'tap';
import { refuseNode } from '../../src/nodes/look-at-node.ts';

t.test('which nodes are refused', async (t) => {
  const node = (containerRuntimeVersion: string, status: string) => ({
    metadata: { name: 'n' },
    status: {
      nodeInfo: { containerRuntimeVersion } as never,
      conditions: [{ type: 'Ready', status, reason: 'KubeletNotReady' }],
    },
  });
  t.throws(() => refuseNode(node('local://0.1.0', 'True')), { code: 'CHAOS_NO_KUBE_PROXY' });
  t.throws(() => refuseNode(node('containerd://2.1.0', 'False')), {
    code: 'CHAOS_NO_TARGET',
    message: /to be Ready, got False \(KubeletNotReady\)/,
  });
  t.doesNotThrow(() => refuseNode(node('containerd://2.1.0', 'True')));
});
