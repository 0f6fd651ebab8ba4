import t, { type Test } from 'tap';
import type { Container } from '@pod-contagion/api-server/objects';
import { fixtureFor, type Fixture } from './fixture.ts';
import { settle } from './manual-clock.ts';

/** A kubelet whose pods share an address; nothing answers there unless a test says so. */
function sharing(t: Test): Fixture {
  const attach = async () => ({
    ip: '127.128.0.2',
    reachedAt: { host: '127.0.0.1', ports: { 80: 12_250, 8080: 12_251 } },
  });
  const fixture = fixtureFor(t, { network: { attach, detach: async () => {}, close: async () => {} } });
  fixture.answers.set('12251', { passed: false, output: 'refused' });
  return fixture;
}

const run = (fixture: Fixture, container: Partial<Container>, containerPort = 8080) =>
  fixture.run({
    containers: [
      {
        name: 'app',
        image: 'app',
        ports: [{ containerPort }],
        env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
        ...container,
      },
    ],
  });

const about = ({ events }: Fixture) => events.filter((line) => /ListensElsewhere|PortNotTold/.test(line));

t.test('a program that listens elsewhere is told how to do better, once', async (t) => {
  const fixture = sharing(t);
  await run(fixture, { args: ['--host=$(POD_IP)', '--port=8080'] });
  t.match(fixture.runtime.started[0]?.spec, {
    command: ['app', '--first', '--host=127.0.0.1', '--port=8080'],
    env: { POD_IP: '127.0.0.1', POD_CONTAGION_PORT_8080: '12251' },
  });
  fixture.runtime.listeners = [{ host: '127.0.0.1', port: 12_250 }];
  await fixture.clock.advance(2_000);
  await settle();
  t.same(about(fixture), [], 'it may not be that far yet');
  fixture.runtime.listeners = [
    { host: '0.0.0.0', port: 8080 },
    { host: '::1', port: 99 },
    { host: '127.0.0.1', port: 12_250 },
  ];
  await fixture.clock.advance(3_000);
  await settle();
  const told =
    'Warning ListensElsewhere container app listens on 0.0.0.0:8080, [::1]:99. Pods share 127.0.0.1, and this one is reached on ' +
    'port 8080 at 127.0.0.1:12251: say $(POD_IP):8080 in its arguments or variables (POD_IP from the field status.podIP), or have it read POD_CONTAGION_PORT_8080';
  t.same(about(fixture), [told]);
  await fixture.clock.advance(60_000);
  t.same(about(fixture), [told]);
});

t.test('a program that ends for want of its port, too', async (t) => {
  const fixture = sharing(t);
  await run(fixture, {});
  fixture.runtime.started[0]?.exit(1);
  await settle();
  t.match(about(fixture), [
    /^Warning PortNotTold container app ended with exit code 1, perhaps for want of a port\. Pods share/,
  ]);
});

const TOLD: readonly Partial<Container>[] = [
  { args: ['-http=$(POD_IP):8080'] },
  {
    env: [
      { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'URL', value: 'http://$(IP):8080/' },
    ],
  },
];

t.test('whoever was told has time, and an Event where it listens elsewhere all the same', async (t) => {
  for (const container of TOLD) {
    const fixture = sharing(t);
    fixture.runtime.listeners = [{ host: '0.0.0.0', port: 8080 }];
    await run(fixture, container);
    await fixture.clock.advance(29_000);
    await settle();
    t.same(about(fixture), [], JSON.stringify(container));
    await fixture.clock.advance(2_000);
    await settle();
    t.match(about(fixture), [
      /^Warning ListensElsewhere container app listens on 0\.0\.0\.0:8080\. Pods share 127\.0\.0\.1, and this one is reached on port 8080 at 127\.0\.0\.1:12251: its arguments or variables say so, and it does not listen there$/,
    ]);
    const listening = sharing(t);
    listening.answers.set('12251', { passed: true, output: '' });
    listening.runtime.listeners = [{ host: '0.0.0.0', port: 9229 }];
    await run(listening, container);
    await listening.clock.advance(60_000);
    await settle();
    t.same(about(listening), []);
    const ending = sharing(t);
    await run(ending, container);
    ending.runtime.started[0]?.exit(1);
    await settle();
    t.same(about(ending), [], 'its port was told');
  }
});

t.test('a port that is only probed is one to listen at, unless another container declares it', async (t) => {
  const readinessProbe = { httpGet: { port: 8080 } };
  const told =
    /^Warning ListensElsewhere container app listens on 0\.0\.0\.0:8080\. .* port 8080 at 127\.0\.0\.1:12251: say/;
  const fixture = sharing(t);
  fixture.runtime.listeners = [{ host: '0.0.0.0', port: 8080 }];
  await run(fixture, { ports: [], readinessProbe });
  await fixture.clock.advance(3_000);
  t.match(about(fixture), [told]);
  const pair = sharing(t);
  pair.runtime.listeners = [{ host: '0.0.0.0', port: 8080 }];
  await pair.run({
    containers: [
      { name: 'asks', image: 'app', readinessProbe },
      { name: 'app', image: 'app', ports: [{ containerPort: 8080 }] },
    ],
  });
  await pair.clock.advance(3_000);
  t.match(about(pair), [told], 'of the one that declares it');
});

t.test('a program that ignores its port has an Event though its probe ends it before', async (t) => {
  const livenessProbe = { tcpSocket: { port: 8080 }, periodSeconds: 1, failureThreshold: 1 };
  for (const initialDelaySeconds of [0, 6]) {
    const fixture = sharing(t);
    fixture.runtime.listeners = [{ host: '0.0.0.0', port: 8080 }];
    const args = ['-http=$(POD_IP):8080'];
    await run(fixture, { args, livenessProbe: { ...livenessProbe, initialDelaySeconds } });
    await fixture.clock.advance(60_000);
    await settle();
    t.ok(fixture.runtime.started.length > 2, 'more than one life');
    t.match(
      about(fixture),
      [
        /^Warning ListensElsewhere container app listened on 0\.0\.0\.0:8080 until its liveness probe ended it\. .* port 8080 at 127\.0\.0\.1:12251: its arguments or variables say so/,
      ],
      `once, where it is probed after ${initialDelaySeconds} s`,
    );
  }
  const answering = sharing(t);
  answering.answers.set('12251', { passed: true, output: '' });
  answering.runtime.listeners = [{ host: '0.0.0.0', port: 9229 }];
  const ill = { ...livenessProbe, tcpSocket: { port: 80 }, initialDelaySeconds: 6 };
  await run(answering, { args: ['-http=$(POD_IP):8080', '$(POD_IP):80'], livenessProbe: ill });
  await answering.clock.advance(3_000);
  answering.answers.set('12250', { passed: false, output: 'refused' });
  await answering.clock.advance(60_000);
  t.same(about(answering), [], 'one that has been found where it should be is only ill');
});

t.test('whoever listens where it should, or declares nothing, is left in peace', async (t) => {
  for (const container of [{ ports: [] }, { ports: [{ containerPort: 8080, protocol: 'UDP' as const }] }]) {
    const fixture = sharing(t);
    fixture.runtime.listeners = [{ host: '0.0.0.0', port: 8080 }];
    await run(fixture, container);
    await fixture.clock.advance(60_000);
    await settle();
    t.same(about(fixture), [], JSON.stringify(container));
  }
  const answering = sharing(t);
  answering.answers.set('12251', { passed: true, output: '' });
  answering.runtime.listeners = [{ host: '0.0.0.0', port: 9229 }];
  await run(answering, {});
  await answering.clock.advance(60_000);
  t.same(about(answering), [], 'it has read the variable');
  const unknown = sharing(t);
  unknown.runtime.listeners = undefined;
  await run(unknown, {});
  await unknown.clock.advance(60_000);
  t.same(about(unknown), [], 'where that cannot be known');
});
