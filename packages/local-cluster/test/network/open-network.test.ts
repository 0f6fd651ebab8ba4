import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { MAX_SHARED_CLUSTERS } from '../../src/network/shared-range.ts';
import { openNetwork } from '../../src/network/open-network.ts';

const skip = missing('127.0.0.0/8');
const open = () =>
  openNetwork({ kind: 'loopback', folder: t.testdirName, random: Math.random, onNotice: () => {} });

t.test('a network whose notice nobody takes is given back', async (t) => {
  const notices: string[] = [];
  const options = { kind: 'mapped', folder: t.testdirName, random: Math.random } as const;
  for (let round = 0; round <= MAX_SHARED_CLUSTERS; round++) {
    const opening = openNetwork({
      ...options,
      onNotice: () => {
        throw new Error('not now');
      },
    });
    await t.rejects(opening, { message: 'not now' });
  }
  const network = await openNetwork({ ...options, onNotice: (line) => void notices.push(line) });
  await network.close();
  t.match(notices, [/^pods and Services share/]);
});

t.test('a loopback network is of one piece, and gone after close', { skip }, async (t) => {
  const network = await open();
  const [, second] = network.nodeIp.split('.');
  t.equal(network.podCidr, `127.${second}.0.0/16`);
  t.same(await network.pods.attach('a'), { ip: `127.${second}.0.2` });
  t.equal(network.serviceAddresses.range, `127.${Number(second) + 1}.0.0/16`);
  t.equal(network.services.shared, undefined);
  const other = await open();
  t.not(other.nodeIp, network.nodeIp);
  await other.close();
  await network.close();
  await t.rejects(fetch(`http://${network.nodeIp}:10248/healthz`));
});
