import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import {
  decidePortMapping,
  identityMapping,
  mappingFrom,
  mapServicePorts,
} from '../../src/network/port-mapping.ts';

t.test('ports below the first allowed one are replaced', async (t) => {
  const mapping = mappingFrom(1024);
  t.equal(mapping(80), 8080);
  t.equal(mapping(443), 8443);
  t.equal(mapping(1023), 9023);
  t.equal(mapping(1024), 1024);
  t.equal(mappingFrom(80)(80), 80);
  t.same(
    [...mapServicePorts([80, 8080], mapping)],
    [
      [8080, 8080],
      [80, 18_080],
    ],
  );
  t.same(
    [...mapServicePorts([80, 8080], identityMapping)],
    [
      [80, 80],
      [8080, 8080],
    ],
  );
});

t.test('no two ports of a Service share a place, and none moves without need', async () => {
  const ports = fc.uniqueArray(
    fc.oneof(fc.integer({ min: 1, max: 1100 }), fc.integer({ min: 8000, max: 9100 })),
    {
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(ports, (ports) => {
      const mapping = mappingFrom(1024);
      const places = mapServicePorts(ports, mapping);
      return (
        places.size === ports.length &&
        new Set(places.values()).size === ports.length &&
        ports.every((port) => (port < 1024 ? (places.get(port) ?? 0) >= 1024 : places.get(port) === port))
      );
    }),
  );
});

t.test('root may listen anywhere', { skip: missing('root') }, async (t) => {
  t.equal((await decidePortMapping('127.0.0.1'))(80), 80);
});

const dropped = [
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
  '--inh-caps=-all',
  '--bounding-set=-all',
];

t.test(
  'who may not is found out',
  { skip: missing('root', 'setpriv', 'a repository that others may read') },
  async (t) => {
    const module = new URL('../../src/network/port-mapping.ts', import.meta.url).href;
    const script = `
    const { decidePortMapping } = await import(${JSON.stringify(module)});
    const mapping = await decidePortMapping('127.0.0.1');
    console.log([80, 443, 1023, 1024].map(mapping).join());`;
    const node = [
      process.execPath,
      '--conditions=@pod-contagion/source',
      '--input-type=module',
      '-e',
      script,
    ];
    const { stdout, stderr } = spawnSync('setpriv', [...dropped, ...node], { encoding: 'utf8' });
    t.equal(stdout.trim(), '8080,8443,9023,1024', stderr);
  },
);
