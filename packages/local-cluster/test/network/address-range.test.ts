import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { claimRange, MACOS_ADDRESSES, podPool, servicePool } from '../../src/network/address-range.ts';
import { openHealthz } from '../../src/network/healthz.ts';
import { block } from '@pod-contagion/api-server/objects';
import { createLoopbackNetwork } from '../../src/network/loopback-network.ts';

const random = Math.random;
const skip = missing('127.0.0.0/8');

t.test('clusters get ranges of their own, and a range comes back', { skip }, async (t) => {
  const ranges = await Promise.all([1, 2, 3].map(() => claimRange({ random })));
  t.equal(new Set(ranges.map(({ nodeIp }) => nodeIp)).size, 3);
  for (const range of ranges) {
    t.equal(range.nodeIp, `127.${64 + 2 * range.index}.0.1`);
    t.equal(range.podAddresses.range, `127.${64 + 2 * range.index}.0.0/16`);
    t.equal(range.podAddresses.allocate(), `127.${64 + 2 * range.index}.0.2`);
    t.equal(range.serviceAddresses.range, `127.${65 + 2 * range.index}.0.0/16`);
    t.equal(range.serviceAddresses.reserve(`127.${65 + 2 * range.index}.0.1`), 'ok');
    const healthz = await fetch(`http://${range.nodeIp}:10248/healthz`);
    t.equal(healthz.status, 200);
    t.equal(await healthz.text(), 'ok');
    const other = await fetch(`http://${range.nodeIp}:10248/x`);
    t.equal(other.status, 404);
    await other.text();
  }
  const last = ranges.at(-1);
  await last?.release();
  await last?.release();
  const again = await claimRange({ random });
  t.ok(ranges.every((range) => range === last || range.nodeIp !== again.nodeIp));
  for (const range of [...ranges, again]) await range.release();
});

const nowhere = async () => new Set<number>();

/** Fails as the system does where a listener cannot be opened. */
const failing = (code: string) => async () => {
  throw Object.assign(new Error(`listen ${code}`), { code });
};

t.test('why no range can be had is told with what to do', async (t) => {
  await t.rejects(claimRange({ random, claim: failing('EADDRINUSE') }), {
    code: 'NO_ADDRESS_RANGE',
    message: /32 node addresses, 127\.64\.0\.1 to 127\.126\.0\.1/,
  });
  await t.rejects(claimRange({ random, claim: failing('EADDRNOTAVAIL'), listening: nowhere }), {
    code: 'LOOPBACK_NOT_AVAILABLE',
    message: /127\.64\.0\.1 is not up: .*choose mapped/,
    cause: { code: 'EADDRNOTAVAIL' },
  });
  let released = 0;
  const claim = async () => ({ close: async () => void released++ });
  const look = async (address: string) => {
    if (address.startsWith('127.65.')) await failing('EADDRNOTAVAIL')();
  };
  await t.rejects(claimRange({ random, claim, look: failing('EMFILE'), listening: nowhere }), {
    code: 'LISTEN_FAILED',
    message: /^expected to listen on 127\.64\.0\.2, got: listen EMFILE$/,
  });
  t.equal(released, 1);
  released = 0;
  await t.rejects(claimRange({ random, claim, look, listening: nowhere }), {
    code: 'LOOPBACK_NOT_AVAILABLE',
    message: /127\.65\.0\.2 is not up/,
  });
  t.equal(released, 1, 'a range of which a part is missing is given back');
  await t.rejects(claimRange({ random, claim: failing('EMFILE') }), { code: 'LISTEN_FAILED' });
  await t.rejects(openHealthz('192.0.2.77'), { code: 'EADDRNOTAVAIL' });
});

t.test('on macOS few addresses are used', async (t) => {
  const claim = async () => ({ close: async () => undefined });
  const looked: string[] = [];
  const look = async (address: string) => void looked.push(address);
  const { serviceAddresses } = await claimRange({
    random,
    claim,
    look,
    listening: nowhere,
    platform: 'darwin',
  });
  t.same(looked, ['127.64.0.120', '127.65.0.120']);
  t.equal(serviceAddresses.reserve(`127.65.0.${MACOS_ADDRESSES}`), 'ok');
  t.equal(serviceAddresses.reserve(`127.65.0.${MACOS_ADDRESSES + 1}`), 'outside');
});

t.test('pools of a block', async (t) => {
  const pods = podPool(block('10.0.0.0/29'));
  t.same(Array.from({ length: 6 }, pods.allocate), [
    '10.0.0.2',
    '10.0.0.3',
    '10.0.0.4',
    '10.0.0.5',
    '10.0.0.6',
    undefined,
  ]);
  const few = podPool(block('127.64.0.0/16'), MACOS_ADDRESSES);
  t.equal(few.reserve('127.64.0.120'), 'ok');
  t.equal(few.reserve('127.64.0.121'), 'outside');
  const services = servicePool(block('127.65.0.0/16'), () => 0);
  t.equal(services.allocate(), '127.65.1.1');
  t.equal(services.reserve('127.65.0.0'), 'outside');
  t.equal(services.reserve('127.65.255.255'), 'outside');
});

t.test('the loopback network', async (t) => {
  const network = createLoopbackNetwork(podPool(block('127.64.0.0/29')));
  t.same(await network.attach('a'), { ip: '127.64.0.2' });
  t.same(await network.attach('a'), { ip: '127.64.0.2' });
  t.same(await network.attach('b'), { ip: '127.64.0.3' });
  await network.detach('a');
  await network.detach('never');
  for (const ip of ['127.64.0.4', '127.64.0.5', '127.64.0.6', '127.64.0.2']) {
    t.same(await network.attach(ip), { ip });
  }
  await t.rejects(network.attach('c'), { code: 'NO_POD_ADDRESS', message: /127\.64\.0\.0\/29/ });
  await network.close();
  t.match(await network.attach('c'), { ip: /^127/ });
});
