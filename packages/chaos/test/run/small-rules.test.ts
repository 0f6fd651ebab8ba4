import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import t from 'tap';
import { readLine, readReport } from '../../src/run/read-report.ts';
import { refuseSharedNetwork } from '../../src/run/refuse-target.ts';
import { newRunId } from '../../src/run/run-id.ts';
import { slots } from '../../src/run/slots.ts';
import { pollMsFor } from '../../src/run/wait.ts';
import { targetOf } from '../testing/cluster.ts';
import { ANY_FAULT } from '../testing/scripted-images.ts';

t.test('so many pieces of work at once, and not one more, in their order', async (t) => {
  const atOnce = slots(3);
  const order: number[] = [];
  let busy = 0;
  let most = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      atOnce(async () => {
        order.push(index);
        most = Math.max(most, ++busy);
        await sleep(2);
        busy -= 1;
        if (index % 5 === 0) throw new Error('some fail');
        return index;
      }),
    ),
  );
  t.equal(most, 3);
  t.same(
    order,
    order.toSorted((a, b) => a - b),
  );
  t.equal(results.filter(({ status }) => status === 'fulfilled').length, 16);
});

t.test('many targets do not flood the API server', (t) => {
  for (const pods of [1, 20, 100, 1_000]) t.ok((pods * 1_000) / pollMsFor(pods) <= 20, `${pods} pods`);
  t.equal(pollMsFor(1), 1_000);
  t.end();
});

t.test('ids of runs fit into names of containers', (t) => {
  for (let count = 0; count < 100; count++) t.match(newRunId(), /^[a-z0-9]{8}$/);
  t.equal(
    newRunId(() => 35),
    '99999999',
  );
  t.end();
});

t.test('a report is read from what an agent left, and from nothing else', (t) => {
  const report = {
    event: 'report',
    run: 'abcdefgh',
    outcome: 'mended',
    reason: 'deadline',
    endedAt: 'x',
    proof: [],
  };
  t.match(readReport(JSON.stringify(report), 'abcdefgh'), report);
  t.match(readReport(`Warning: something\n${JSON.stringify(report)}\n`, 'abcdefgh'), report);
  t.equal(readReport(JSON.stringify(report), 'zzzzzzzz'), undefined);
  t.equal(readReport(JSON.stringify({ ...report, outcome: 'fine' }), 'abcdefgh'), undefined);
  t.equal(readReport(JSON.stringify({ ...report, proof: [{ what: 'a' }] }), 'abcdefgh'), undefined);
  t.equal(readReport(undefined, 'abcdefgh'), undefined);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => readLine(text, 'abcdefgh') === undefined),
  );
  t.end();
});

const target = (address: string | undefined, hostNetwork = false): ReturnType<typeof targetOf> =>
  targetOf({
    metadata: { namespace: 'n', name: 'p', uid: 'u' },
    spec: { containers: [], hostNetwork },
    status: address === undefined ? {} : { podIP: address, podIPs: [{ ip: address }] },
  });

t.test('a network that is the machine’s own is refused', (t) => {
  for (const address of ['127.0.0.1', '127.66.0.2', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1']) {
    t.throws(() => refuseSharedNetwork(target(address), ANY_FAULT), {
      code: 'CHAOS_REFUSED',
      message: /--network/,
    });
  }
  t.throws(() => refuseSharedNetwork(target('10.0.0.1', true), ANY_FAULT), { code: 'CHAOS_REFUSED' });
  for (const address of ['10.127.0.1', '198.18.0.2', 'fd00::1', '2001:db8::127', undefined]) {
    t.doesNotThrow(() => refuseSharedNetwork(target(address), ANY_FAULT), String(address));
  }
  t.doesNotThrow(() => refuseSharedNetwork(target('127.0.0.1', true), { kind: 'signal', signal: 'SIGTERM' }));
  t.end();
});
