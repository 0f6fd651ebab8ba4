import t from 'tap';
import type { FlagsTable } from '@pod-contagion/command-line';
import { DISCONNECT_FLAGS, type DisconnectFlags } from '../../src/flags/disconnect.ts';
import { DISRUPT_FLAGS, type DisruptFlags } from '../../src/flags/disrupt.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from '../../src/flags/cluster.ts';
import { TARGET_FLAGS, type TargetFlags } from '../../src/flags/targets.ts';
import { switchCases, tryMatrix, type Matrix } from './matrix.ts';

type Own = Omit<DisruptFlags & DisconnectFlags, keyof TargetFlags | keyof ClusterFlags>;

const DELAY = 'ms, such as 500 (milliseconds), 10s or 2m, got';
const PEER = 'an address, a CIDR or a host name, with :PORT behind it or not ([fd00::1]:443), got';
const PORTS = 'ports from 1 to 65535: 80, 8000-8099 or 80,443, got';
const NETEM = "what tc-netem(8) takes, such as 'delay 100ms 20ms loss 1%', got";

const MATRIX: Matrix<Own> = {
  delay: {
    right: [
      [['-d', '100'], 100],
      [['--delay=1.5s'], 1_500],
    ],
    wrong: [
      [['-d', '0'], `a duration from 1 to 274000 ${DELAY} "0"`],
      [['-d', '275s'], `a duration from 1 to 274000 ${DELAY} "275s"`],
    ],
  },
  variation: {
    right: [[['-v', '20'], 20]],
    wrong: [
      [['-v', 'some'], `a duration from 0 to 2147 ${DELAY} "some"`],
      [['-v', '2148'], `a duration from 0 to 2147 ${DELAY} "2148"`],
    ],
  },
  netem: {
    right: [
      [
        ['--netem', 'loss 10% delay 100ms'],
        ['loss', '10%', 'delay', '100ms'],
      ],
      [
        ['--', 'loss', '10%'],
        ['loss', '10%'],
      ],
      [[], undefined],
    ],
    wrong: [
      [['--netem='], `${NETEM} ""`],
      [['--netem', "'open"], `${NETEM} "'open"`],
    ],
  },
  interface: {
    right: [[['-i', 'net1'], 'net1']],
    wrong: [
      [['-i', 'a/b'], 'the name of a network interface, got "a/b"'],
      [['-i', 'sixteen-letters0'], 'the name of a network interface, got "sixteen-letters0"'],
    ],
  },
  direction: {
    right: [[['--direction', 'both'], 'both']],
    wrong: [[['--direction', 'up'], 'out or in or both, got "up"']],
  },
  to: {
    right: [
      [['--to', '10.0.0.7'], [{ kind: 'address', address: '10.0.0.7' }]],
      [
        ['--to', 'fd00::/8', '--to=db.shop:5432'],
        [
          { kind: 'address', address: 'fd00::/8' },
          { kind: 'host', host: 'db.shop', port: 5_432 },
        ],
      ],
      [['--to', '[fd00::1]:443'], [{ kind: 'address', address: 'fd00::1', port: 443 }]],
      [['--to', '10.0.0.0/8:53'], [{ kind: 'address', address: '10.0.0.0/8', port: 53 }]],
    ],
    wrong: [
      [['--to', '10.0.0.0/33'], `${PEER} "10.0.0.0/33"`],
      [['--to', '10.0.0.256'], `${PEER} "10.0.0.256"`],
      [['--to', 'db:0'], `${PEER} "db:0"`],
      [['--to', 'db:65536'], `${PEER} "db:65536"`],
      [['--to', '[db]:1'], `${PEER} "[db]:1"`],
      [['--to', 'fe80::1%eth0'], `${PEER} "fe80::1%eth0"`],
      [['--to', 'http://db'], `${PEER} "http://db"`],
      [['--to', 'a b'], `${PEER} "a b"`],
    ],
  },
  from: {
    right: [[['--from', 'db'], [{ kind: 'host', host: 'db' }]]],
    wrong: [[['--from=-db'], `${PEER} "-db"`]],
  },
  port: {
    right: [
      [['--port', '80'], [{ from: 80, to: 80 }]],
      [
        ['--port', '80,8000-8099', '--port=1'],
        [
          { from: 80, to: 80 },
          { from: 8_000, to: 8_099 },
          { from: 1, to: 1 },
        ],
      ],
    ],
    wrong: [
      [['--port', '0'], `${PORTS} "0"`],
      [['--port', '90-80'], `${PORTS} "90-80"`],
      [['--port', '80,'], `${PORTS} "80,"`],
      [['--port', '65536'], `${PORTS} "65536"`],
    ],
  },
  'local-port': {
    right: [[['--local-port', '8080'], [{ from: 8_080, to: 8_080 }]]],
    wrong: [[['--local-port', 'http'], `${PORTS} "http"`]],
  },
  protocol: {
    right: [[['--protocol', 'udp'], 'udp']],
    wrong: [[['--protocol', 'sctp'], 'tcp or udp or icmp, got "sctp"']],
  },
  except: {
    right: [
      [
        ['--except', '10.0.0.1', '--except=fd00::/64'],
        ['10.0.0.1', 'fd00::/64'],
      ],
    ],
    wrong: [[['--except', 'db'], 'an address or a CIDR, got "db"']],
  },
  'include-node': switchCases('include-node'),
  reject: switchCases('reject'),
  'net-raw': switchCases('net-raw'),
  image: {
    right: [[['-g', 'mine:1'], 'mine:1']],
    wrong: [[['-g', ''], 'the name of an image, got ""']],
  },
  duration: {
    right: [
      [['--duration', '30s'], 30_000],
      [['--duration=24h'], 86_400_000],
    ],
    wrong: [
      [['--duration', '30'], 'a duration from 1s to 24h, such as 500 (milliseconds), 10s or 2m, got "30"'],
      [['--duration', '25h'], 'a duration from 1s to 24h, such as 500 (milliseconds), 10s or 2m, got "25h"'],
    ],
  },
  'running-time': {
    right: [
      [['-r', '30'], 30_000],
      [['-r', '2m'], 120_000],
      [['-r', '1.5'], 1_500],
    ],
    wrong: [
      [['-r', '0'], 'seconds from 1 to 86400, such as 30, or 2m, got "0"'],
      [['-r', 'long'], 'seconds from 1 to 86400, such as 30, or 2m, got "long"'],
    ],
  },
  'warm-up': {
    right: [
      [['-w', '0'], 0],
      [['-w', '5'], 5_000],
    ],
    wrong: [[['-w', '86401'], 'seconds from 0 to 86400, such as 30, or 2m, got "86401"']],
  },
  background: switchCases('background', 'b'),
  'kernel-check': {
    right: [[['--kernel-check', 'none'], 'none']],
    wrong: [[['--kernel-check', 'off'], 'node or none, got "off"']],
  },
};

const common = new Set([...Object.keys(TARGET_FLAGS), ...Object.keys(CLUSTER_FLAGS)]);
const own = Object.fromEntries(
  Object.entries({ ...DISRUPT_FLAGS, ...DISCONNECT_FLAGS }).filter(([name]) => !common.has(name)),
);
tryMatrix(t, own as unknown as FlagsTable<Own>, MATRIX);
