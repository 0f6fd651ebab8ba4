import t from 'tap';
import { validateNetworkFault } from '../../../src/faults/network/validate.ts';
import { fault } from './testing/fault.ts';

const drop = fault({ do: 'drop' });
const scoped = (scope: object): unknown => ({ ...drop, scope: { ...drop.scope, ...scope } });

t.test('brings addresses to one form', async (t) => {
  t.strictSame(
    validateNetworkFault(
      scoped({
        peers: ['10.1.2.3/8', '10.0.0.0/8', 'FD00:0:0::1'],
        except: ['10.0.0.7/32'],
        hosts: ['a.example.'],
      }),
    ).scope,
    { ...drop.scope, peers: ['10.0.0.0/8', 'fd00::1'], except: ['10.0.0.7'], hosts: ['a.example.'] },
  );
  const netem = fault({ do: 'netem', netem: { delay: { timeUs: 5 } } });
  t.strictSame(validateNetworkFault(JSON.parse(JSON.stringify(netem))), netem);
});

t.test('refuses, and says what it expected', async (t) => {
  const port = { from: 80, to: 80 };
  for (const [value, message] of [
    [null, 'fault: expected an object'],
    [{ ...drop, kind: 'signal' }, 'fault.kind: expected one of network, got "signal"'],
    [{ ...drop, more: 1 }, 'fault: expected to have only kind, interface, scope, effect, got a field "more"'],
    [{ ...drop, interface: 'lo' }, 'fault.interface: expected an interface to other pods'],
    [{ ...drop, interface: '-x' }, 'fault.interface: expected the name of an interface'],
    [{ ...drop, interface: 'eth+' }, 'fault.interface: expected the name of an interface'],
    [{ ...drop, interface: 'a'.repeat(16) }, 'fault.interface: expected the name of an interface'],
    [{ ...drop, effect: { do: 'explode' } }, 'fault.effect.do: expected one of netem, drop, reject'],
    [{ ...drop, effect: { do: 'drop', netem: {} } }, 'fault.effect: expected to have only do'],
    [{ ...drop, effect: { do: 'netem' } }, 'netem: expected an object'],
    [scoped({ direction: 'up' }), 'fault.scope.direction: expected one of out, in, both'],
    [scoped({ peers: undefined }), 'fault.scope.peers: expected a list'],
    [scoped({ peers: ['10.0.0.0/33'] }), 'fault.scope.peers.0: expected an IPv4 or IPv6 address or CIDR'],
    [scoped({ peers: ['a.example'] }), 'fault.scope.peers.0: expected an IPv4 or IPv6 address or CIDR'],
    [scoped({ peers: ['-j'] }), 'fault.scope.peers.0: expected an IPv4 or IPv6 address or CIDR'],
    [scoped({ except: ['fe80::1%eth0'] }), 'fault.scope.except.0: expected an IPv4 or IPv6 address'],
    [scoped({ hosts: ['-a.example'] }), 'fault.scope.hosts.0: expected the name of a host'],
    [scoped({ hosts: ['10.0.0.1'] }), 'fault.scope.hosts.0: expected the name of a host'],
    [scoped({ protocol: 'sctp' }), 'fault.scope.protocol: expected one of tcp, udp, icmp'],
    [scoped({ remotePorts: [port] }), 'fault.scope.protocol: expected tcp or udp, since there are ports'],
    [scoped({ localPorts: [port], protocol: 'icmp' }), 'fault.scope.protocol: expected tcp or udp'],
    [scoped({ localPorts: [{ from: 0, to: 5 }] }), 'fault.scope.localPorts.0.from: expected a whole number'],
    [
      scoped({ localPorts: [{ from: 9, to: 5 }] }),
      'fault.scope.localPorts.0.to: expected a port not below 9',
    ],
    [scoped({ peers: Array(101).fill('::1') }), 'fault.scope.peers: expected a list of at most 100 items'],
  ] as const)
    t.throws(() => validateNetworkFault(value), { code: 'CHAOS_USAGE', message }, message);
});
