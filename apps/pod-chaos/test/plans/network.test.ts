import t from 'tap';
import type { NetworkFaultSpec } from '@pod-contagion/chaos/faults';
import { readFlags } from '@pod-contagion/command-line';
import { usageError } from '../../src/errors.ts';
import { DISCONNECT_FLAGS } from '../../src/flags/disconnect.ts';
import { DISRUPT_FLAGS } from '../../src/flags/disrupt.ts';
import { planDisconnect, planDisrupt, planDrop } from '../../src/plans/network.ts';
import { planRun } from '../../src/plans/run.ts';

const disrupt = (text: string): NetworkFaultSpec =>
  planDisrupt(readFlags(DISRUPT_FLAGS, words(text), usageError), (netem) => ({ limit: netem.length }));
const disconnect = (text: string): NetworkFaultSpec =>
  planDisconnect(readFlags(DISCONNECT_FLAGS, words(text), usageError));
const drop = (text: string): NetworkFaultSpec =>
  planDrop(readFlags(DISCONNECT_FLAGS, words(text), usageError));
const words = (text: string): string[] => (text === '' ? [] : text.split(' '));

const EVERYTHING = { peers: [], hosts: [], remotePorts: [], localPorts: [], except: [] };

t.test("the first pod-chaos's flags", async (t) => {
  t.same(disrupt('-p web -d 100 -v 20 -i net1'), {
    kind: 'network',
    interface: 'net1',
    scope: { direction: 'out', ...EVERYTHING },
    effect: { do: 'netem', netem: { delay: { timeUs: 100_000, jitterUs: 20_000 } } },
  });
  t.match(disrupt('-p web -d 100'), {
    interface: 'eth0',
    effect: { netem: { delay: { timeUs: 100_000, jitterUs: undefined } } },
  });
  t.throws(() => disrupt('-p web'), { message: 'expected --delay (-d) or --netem, got neither' });
  t.throws(() => disrupt('-p web -v 20'), { message: 'expected --delay (-d) or --netem, got neither' });
});

t.test('netem by its own words', async (t) => {
  t.match(disrupt('-p web -- loss 10% delay 100ms'), { effect: { do: 'netem', netem: { limit: 4 } } });
  t.match(disrupt('-p web --netem=limit --netem=7'), { effect: { do: 'netem', netem: { limit: 2 } } });
  t.throws(() => disrupt('-d 100 -- loss 10%'), {
    code: 'CHAOS_USAGE',
    message: 'expected --netem or --delay and --variation, got both',
  });
});

t.test('which packets', async (t) => {
  t.same(
    disrupt('-d 1 --direction both --to 10.0.0.0/8 --to db --port 1,2-3 --local-port 4 --except ::1').scope,
    {
      direction: 'both',
      peers: ['10.0.0.0/8'],
      hosts: ['db'],
      remotePorts: [
        { from: 1, to: 1 },
        { from: 2, to: 3 },
      ],
      localPorts: [{ from: 4, to: 4 }],
      except: ['::1'],
      protocol: 'tcp',
    },
  );
  t.match(disrupt('-d 1 --to a:80 --to b:80 --protocol udp').scope, {
    hosts: ['a', 'b'],
    remotePorts: [{ from: 80, to: 80 }],
    protocol: 'udp',
  });
  t.match(disrupt('-d 1 --protocol icmp').scope, { protocol: 'icmp' });
  t.throws(() => disrupt('-d 1 --protocol icmp --port 1'), {
    message: '--protocol expects tcp or udp with ports, got icmp',
  });
  t.throws(() => disrupt('-d 1 --to a:80 --port 81'), {
    message: 'expected ports behind the peers or with --port, got both',
  });
  for (const text of ['-d 1 --to a:80 --to b:81', '-d 1 --to a:80 --to b']) {
    t.throws(() => disrupt(text), {
      message: /^expected the same port behind every peer, got different ones/,
    });
  }
});

t.test('disconnect and drop', async (t) => {
  t.same(disconnect('-p web'), {
    kind: 'network',
    interface: 'eth0',
    scope: { direction: 'both', ...EVERYTHING },
    effect: { do: 'drop' },
  });
  t.match(disconnect('-p web --from db --to 10.0.0.7 --reject'), {
    scope: { direction: 'both', peers: ['10.0.0.7'], hosts: ['db'] },
    effect: { do: 'reject' },
  });
  t.match(drop('-p web --port 80'), { scope: { remotePorts: [{ from: 80, to: 80 }], protocol: 'tcp' } });
  t.match(drop('-p web --local-port 80 --protocol udp'), { scope: { protocol: 'udp' } });
  t.match(drop('-p web --to db:5432'), { scope: { remotePorts: [{ from: 5_432, to: 5_432 }] } });
  t.throws(() => drop('-p web'), {
    code: 'CHAOS_USAGE',
    message: 'expected --port or --local-port, got none; disconnect drops everything',
  });
});

t.test('how long', async (t) => {
  const run = (text: string): unknown => planRun(readFlags(DISCONNECT_FLAGS, words(text), usageError));
  t.same(run('-p web'), {
    durationMs: 300_000,
    isDefaultDuration: true,
    warmUpMs: 0,
    background: false,
    image: undefined,
    netRaw: false,
  });
  t.match(run('-r 30 -w 5 -b -g x'), {
    durationMs: 30_000,
    isDefaultDuration: false,
    warmUpMs: 5_000,
    background: true,
    image: 'x',
  });
  t.match(run('--duration 2m'), { durationMs: 120_000 });
  t.match(run('--net-raw'), { netRaw: true });
  t.throws(() => run('-r 30 --duration 2m'), {
    message: 'expected --duration or --running-time (-r), got both',
  });
});
