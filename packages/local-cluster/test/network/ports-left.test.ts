/** What a Service proxy does where all Services share one address, and no port is left there. */
import t from 'tap';
import { createNumberPool } from '@pod-contagion/api-server/objects';
import { REACHED_AT } from '@pod-contagion/notations';
import { freePort } from '../../../../scripts/testing/free-port.ts';
import { missing } from '../../../../scripts/testing/needs.ts';
import { until as untilSo } from '../../../../scripts/testing/until.ts';
import { reachAtSharedAddress } from '../../src/network/service-reach.ts';
import { listen, outcome, startProxy, until } from './proxy-fixture.ts';

t.test(
  'at a shared address, a Service for which no port is left says so, and gets one that is given back',
  { skip: missing('127.0.0.0/8') },
  async (t) => {
    const plain = await freePort();
    const place = await freePort();
    const pool = createNumberPool({
      first: place,
      last: place,
      order: { kind: 'sequential' },
      range: `${place}`,
    });
    const { registry, service, slice, events } = await startProxy(t, {
      services: reachAtSharedAddress('127.0.0.1', pool),
    });
    const { port } = await listen(t, '127.0.0.1', (socket) => socket.end('here'));
    service('headless', { clusterIP: 'None', ports: [{ port: 80 }] });
    service('first', { ports: [{ port: 80 }] });
    slice('first', port, { '127.0.0.1': {} });
    await until('here', '127.0.0.1', place);
    service('second', { ports: [{ port: plain }] });
    slice('second', port, { '127.0.0.1': {} });
    await untilSo('an Event', () => events.some((line) => line.startsWith('second')));
    t.match(events, [
      /^first Normal PortReplaced: port 80 is reached at 127\.0\.0\.1:\d+:/,
      new RegExp(
        `^second Warning NoPortLeft: port ${plain} is not reached: pods and Services share 127\\.0\\.0\\.1, .* delete what`,
      ),
    ]);
    t.equal(await outcome('127.0.0.1', plain), 'ECONNREFUSED', 'that port may be anybody’s');
    const told = () => registry.get('services', 'default', 'second').metadata.annotations?.[REACHED_AT];
    t.equal(told(), undefined);
    registry.modify('services', 'default', 'first', (draft) => {
      draft.spec = { ...draft.spec, type: 'ExternalName', externalName: 'elsewhere' };
    });
    await untilSo('the second', () => told() !== undefined);
    await until('here', '127.0.0.1', place);
    t.equal(told(), JSON.stringify({ host: '127.0.0.1', ports: { [plain]: place } }));
    service('third', { ports: [{ port: 80 }] });
    slice('third', port, { '127.0.0.1': {} });
    await untilSo('an Event', () => events.some((line) => line.startsWith('third')));
    registry.delete('services', 'default', 'second');
    await untilSo('the third', () => events.some((line) => line.startsWith('third Normal PortReplaced')));
  },
);
