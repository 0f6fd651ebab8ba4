import { once } from 'node:events';
import { createServer } from 'node:net';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { claimRange } from '../../src/network/address-range.ts';
import { listeningBlocks, parseListeners } from '../../src/network/listening-blocks.ts';

const TEXT = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0200407F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0 100 0 0 10 0
   1: 0200467F:1F90 0200407F:8000 01 00000000:00000000 00:00000000 00000000     0        0 12 1 0 100 0 0 10 0
   2: 0100000A:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 13 1 0 100 0 0 10 0
   3: 0900537F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 14 1 0 100 0 0 10 0
`;

t.test('who listens, not who is connected', async (t) => {
  t.same([...parseListeners(TEXT, true)], [64, 83]);
  t.same([...parseListeners(TEXT.replace('0200407F', '7F400002'), false)], [64]);
  t.same([...parseListeners('', true)], []);
});

t.test('a real listener', { skip: missing('Linux', '127.0.0.0/8') }, async (t) => {
  const server = createServer();
  server.listen(0, '127.211.0.5');
  await once(server, 'listening');
  t.ok((await listeningBlocks()).has(211));
  server.close();
  await once(server, 'close');
  t.notOk((await listeningBlocks()).has(211));
});

t.test(
  'a range in which something was left by others is taken last',
  { skip: missing('127.0.0.0/8') },
  async (t) => {
    const tried: string[] = [];
    const claim = async (nodeIp: string) => {
      tried.push(nodeIp);
      if (nodeIp === '127.68.0.1') throw Object.assign(new Error('in use'), { code: 'EADDRINUSE' });
      return { close: async () => undefined };
    };
    // Index 0 by a pod, index 1 by a Service.
    const listening = async () => new Set([64, 67]);
    const range = await claimRange({ random: Math.random, claim, listening });
    t.equal(range.nodeIp, '127.70.0.1');
    t.same(tried, ['127.68.0.1', '127.70.0.1']);
    const everywhere = async () => new Set(Array.from({ length: 256 }, (_, block) => block));
    const last = await claimRange({ random: Math.random, claim, listening: everywhere });
    t.equal(last.nodeIp, '127.64.0.1', 'rather than none');
  },
);
