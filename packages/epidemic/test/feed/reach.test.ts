import t from 'tap';
import { ClusterClientError } from '@pod-contagion/cluster-client/requests';
import { createReach, type Way } from '../../src/feed/reach.ts';
import { MAX_UNREACHED, REACH_AGAIN_MS } from '../../src/limits.ts';
import type { Report } from '../../src/report.ts';

const HEALTHY: Report = { state: 'susceptible', strain: null, generation: null, from: null };
const target = { uid: 'u', containerId: 'c', ip: '192.0.2.1', port: 1, isReady: true };
const { signal } = new AbortController();

t.test(
  'through the API server where their addresses lead nowhere, not at all where that forbids it',
  async (t) => {
    const asked: Way[] = [];
    let nowMs = 0;
    let proxy: () => Promise<Report> = async () => HEALTHY;
    const reach = createReach(
      {
        async address() {
          asked.push('address');
          throw new Error('no way there');
        },
        async proxy() {
          asked.push('proxy');
          return proxy();
        },
      },
      () => nowMs,
    );
    const ask = (isReady = true): Promise<Report | undefined> =>
      reach.ask({ ...target, isReady }, signal).catch(() => undefined);
    for (let time = 0; time < 50; time++) await ask(false);
    t.equal(reach.way, 'address', 'who is not Ready need not answer');
    for (let time = 0; time < MAX_UNREACHED; time++) await ask();
    t.equal(reach.way, 'proxy');
    t.equal(reach.unreached, undefined, 'that is not known yet');
    t.same(await ask(), HEALTHY);
    proxy = async () => {
      throw new ClusterClientError('CLUSTER_API', 'no', { cause: { status: 403 } });
    };
    await ask();
    t.equal(reach.way, 'none');
    t.match(reach.unreached, { error: { code: 'CLUSTER_API', message: 'no' } });
    asked.length = 0;
    await ask();
    t.same(asked, [], 'nobody is asked');
    nowMs += REACH_AGAIN_MS + 1;
    await ask();
    t.same(asked, ['address'], 'after a while again');
    t.ok(reach.unreached, 'which changes nothing by itself');
    // One was asked already.
    for (let time = 1; time < MAX_UNREACHED; time++) await ask();
    proxy = async () => HEALTHY;
    await ask();
    t.equal(reach.unreached, undefined, 'until somebody is reached');
  },
);

t.test('one that is reached now and then is reached', async (t) => {
  let count = 0;
  const reach = createReach({
    async address() {
      if (count++ % 5 === 0) return HEALTHY;
      throw new Error('just ended');
    },
    proxy: async () => HEALTHY,
  });
  for (let time = 0; time < 100; time++) await reach.ask(target, signal).catch(() => undefined);
  t.equal(reach.way, 'address');
});
