import { once, EventEmitter } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import t from 'tap';
import { freePort } from '../../../scripts/testing/free-port.ts';
import { systemClock } from '../src/clock.ts';
import { createLog, nameLog } from '../src/log.ts';
import { createPodder, type Podder, type Surroundings } from '../src/podder.ts';
import type { LiveReport } from '../src/report.ts';
import type { PodderSettings } from '../src/settings.ts';
import { isRefused } from './raw-http.ts';

type Line = { event: string; time: string; [field: string]: unknown };
type Started = {
  podder: Podder;
  face: number;
  health: number;
  lines: Line[];
  until: (event: string) => Promise<Line>;
};
type Teardown = { teardown(end: () => unknown): unknown };

const LOOPBACK = { host: '127.0.0.1', port: 0 };
const SETTINGS: PodderSettings = {
  http: LOOPBACK,
  health: LOOPBACK,
  symptomDelayMs: 150,
  healthDelayMs: 150,
  sneezeIntervalMs: 50,
  sneezeTimeoutMs: 10_000,
  maxSneezesInFlight: 16,
  sneezeBreaker: 0,
  startJitterMs: 0,
  death: 'probes',
  lives: '',
  immunity: 'none',
  logLevel: 'debug',
};
/** An hour: what is never to happen in a test. */
const NEVER_MS = 3_600_000;

/** A log that can be waited for. */
function createHeardLog(pod: string) {
  const lines: Line[] = [];
  const events = new EventEmitter();
  const log = nameLog(
    createLog({
      write(text) {
        lines.push(JSON.parse(text) as Line);
        events.emit('line');
      },
    }),
    pod,
    'debug',
  );
  async function until(event: string): Promise<Line> {
    for (;;) {
      const line = lines.find((each) => each.event === event);
      if (line !== undefined) return line;
      await once(events, 'line');
    }
  }
  return { log, lines, until };
}

const surroundings = (pod: string, port = 9): Surroundings => ({
  pod,
  service: { authority: `127.0.0.1:${port}`, discovered: true },
  log: createHeardLog(pod).log,
  clock: systemClock,
});

async function start(
  t: Teardown,
  pod: string,
  port: number,
  settings: Partial<PodderSettings> = {},
): Promise<Started> {
  const podder = await createPodder();
  t.teardown(() => podder.stop());
  const { log, lines, until } = createHeardLog(pod);
  const { face, health } = await podder.start(
    { ...SETTINGS, ...settings },
    { ...surroundings(pod, port), log },
  );
  return { podder, face: face.port, health: health.port, lines, until };
}

/** A Service that is a TCP proxy: it hands every connection to the port that is set. */
async function createService(t: Teardown): Promise<{ port: number; connections: number; target: number }> {
  const sockets = new Set<Socket>();
  const service = { port: 0, connections: 0, target: 0 };
  const server = createServer((client) => {
    service.connections++;
    const upstream = connect(service.target, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
      socket.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  service.port = (server.address() as AddressInfo).port;
  return service;
}

const infect = async (port: number, form = 'action=achoo') => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await fetch(`http://127.0.0.1:${port}/face`, { method: 'POST', headers, body: form });
  return answer.text();
};
const status = async (port: number, path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
const report = async (port: number) =>
  (await (await fetch(`http://127.0.0.1:${port}/infection`)).json()) as LiveReport;
const scrape = async (port: number) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
const timeMs = (text: string | null) => Date.parse(text ?? '');

t.test('a podder that is not infected', async (t) => {
  const { face, health, lines } = await start(t, 'podder-a', 9);
  t.equal(await status(face, '/face'), 200);
  t.equal(await status(health, '/liveness'), 200);
  t.equal(await status(health, '/readiness'), 200);
  t.equal(await status(health, '/face'), 404, 'each listener has its own routes');
  t.equal(await status(face, '/liveness'), 404);
  t.same(await report(health), {
    pod: 'podder-a',
    state: 'susceptible',
    strain: null,
    generation: null,
    from: null,
    exposedAt: null,
    symptomaticAt: null,
    unhealthyAt: null,
    sneezes: { sent: 0, answered: 0, refused: 0, timeout: 0, failed: 0, skipped: 0, inFlight: 0 },
    liveness: 200,
    readiness: 200,
  });
  t.match(await scrape(health), 'podder_infection_state{state="susceptible"} 1\n');
  t.same(lines, []);
});

t.test('from infection to failing probes: each at its time, in order', async (t) => {
  const service = await createService(t);
  const { face, health, lines, until } = await start(t, 'podder-a', service.port);
  t.equal(await infect(face, 'action=achoo&strain=s&generation=3&from=podder-z'), 'eww\n');
  await until('unhealthy');
  t.equal(await status(health, '/liveness'), 418);
  t.equal(await status(health, '/readiness'), 418);
  t.ok(await isRefused(face), 'the face refuses while health still answers');

  const told = await report(health);
  t.match(told, {
    state: 'symptomatic',
    strain: 's',
    generation: 3,
    from: 'podder-z',
    liveness: 418,
    readiness: 418,
  });
  t.equal(timeMs(told.symptomaticAt) - timeMs(told.exposedAt), 150);
  t.equal(timeMs(told.unhealthyAt) - timeMs(told.exposedAt), 300);

  const important = lines.filter(({ event }) => event !== 'sneezed');
  t.same(
    important.map(({ event, level, pod, strain, generation, from }) => [
      event,
      level,
      pod,
      strain,
      generation,
      from,
    ]),
    ['exposed', 'symptomatic', 'unhealthy'].map((event) => [event, 'info', 'podder-a', 's', 3, 'podder-z']),
  );
  const [exposed, symptomatic, unhealthy] = important.map(({ time }) => timeMs(time));
  // A log line and the state machine round the time each for itself.
  t.ok((symptomatic ?? 0) - timeMs(told.exposedAt) >= 149);
  t.ok((unhealthy ?? 0) - timeMs(told.exposedAt) >= 299);
  t.ok((exposed ?? 0) <= (symptomatic ?? 0));
  t.equal(important[0]?.['symptomaticAt'], told.symptomaticAt);
  t.equal(important[2]?.['status'], 418);
});

t.test('while it incubates it answers as before, and only the first sneeze counts', async (t) => {
  const { face, health } = await start(t, 'podder-a', 9, { symptomDelayMs: NEVER_MS });
  t.equal(await infect(face, 'action=achoo&strain=first'), 'eww\n');
  t.equal(await infect(face, 'action=achoo&strain=second'), 'eww\n');
  t.equal(await infect(face, 'action=achoo&strain=third'), 'eww\n');
  t.equal(await status(health, '/liveness'), 200);
  t.match(await report(health), {
    state: 'incubating',
    strain: 'first',
    symptomaticAt: null,
    sneezes: { sent: 0 },
  });
  const metrics = await scrape(health);
  t.match(metrics, 'podder_infection_state{state="incubating"} 1\n');
  t.match(metrics, 'podder_sneezes_received_total{outcome="infected"} 1\n');
  t.match(metrics, 'podder_sneezes_received_total{outcome="immune"} 2\n');
});

t.test('whom nothing infects answers as ever, and passes nothing on', async (t) => {
  const { face, health } = await start(t, 'podder-a', 9, { immunity: 'all' });
  t.equal(await infect(face, 'action=achoo&strain=flu'), 'eww\n');
  t.match(await report(health), { state: 'susceptible', strain: null });
  t.match(await scrape(health), 'podder_sneezes_received_total{outcome="immune"} 1\n');
});

t.test('two podders infect each other through a Service, generation by generation', async (t) => {
  const service = await createService(t);
  const a = await start(t, 'podder-a', service.port);
  const b = await start(t, 'podder-b', service.port);
  service.target = b.face;
  t.equal(await infect(a.face, 'action=achoo&strain=flu'), 'eww\n');
  await b.until('exposed');
  t.match(b.podder.report(), { strain: 'flu', generation: 2, from: 'podder-a' });

  // As after a restart by Kubernetes: the same pod, susceptible again.
  await a.podder.stop();
  const again = await start(t, 'podder-a', service.port);
  t.equal(again.podder.report().state, 'susceptible');
  service.target = again.face;
  await again.until('exposed');
  t.match(again.podder.report(), { strain: 'flu', generation: 3, from: 'podder-b' });
  await b.until('unhealthy');
  await b.until('sneezed');
  const { sneezes } = b.podder.report();
  t.ok(sneezes.answered >= 1 && sneezes.sent >= sneezes.answered);
  t.ok(service.connections >= 2);
  const metrics = await scrape(b.health);
  t.match(metrics, 'podder_generation 2\n');
  t.match(metrics, /podder_sneeze_duration_seconds_count\{result="answered"\} [1-9]/);
});

t.test('patient zero is generation 0 and ill at once', async (t) => {
  const service = await createService(t);
  const b = await start(t, 'podder-b', service.port, { symptomDelayMs: NEVER_MS });
  service.target = b.face;
  const zero = await start(t, 'starter', service.port, { symptomDelayMs: NEVER_MS, healthDelayMs: NEVER_MS });
  zero.podder.outbreak('flu');
  t.match(zero.podder.report(), { state: 'symptomatic', strain: 'flu', generation: 0, from: null });
  await b.until('exposed');
  t.match(b.podder.report(), { strain: 'flu', generation: 1, from: 'starter' });
  t.ok(await isRefused(zero.face));
  t.equal(await status(zero.health, '/liveness'), 200);
  t.match(await zero.until('sneezed'), { level: 'debug', result: 'answered' });
  zero.podder.outbreak('another');
  t.match(zero.podder.report(), { strain: 'flu' });
});

t.test(
  'the eww still goes out where there is no symptom delay, though the probes fail at once',
  async (t) => {
    const { face, health, until } = await start(t, 'podder-a', 9, { symptomDelayMs: 0, healthDelayMs: 0 });
    t.equal(await infect(face), 'eww\n');
    t.equal(await status(health, '/liveness'), 418);
    await until('symptomatic');
    const told = await report(health);
    t.equal(timeMs(told.symptomaticAt) - timeMs(told.exposedAt), 100);
    t.equal(told.unhealthyAt, told.exposedAt);
    t.ok(await isRefused(face));
  },
);

t.test('before it is started it does nothing, and stopping it is no error', async (t) => {
  const podder = await createPodder();
  podder.outbreak('flu');
  t.match(podder.report(), { pod: '', state: 'susceptible' });
  t.same(podder.health.status, { liveness: 200, readiness: 200 });
  await podder.stop();
});

t.test('stopped, it listens nowhere and sneezes no more', async (t) => {
  const service = await createService(t);
  const { podder, face, health, until } = await start(t, 'podder-a', service.port, {
    healthDelayMs: NEVER_MS,
  });
  await infect(face);
  await until('symptomatic');
  await podder.stop();
  await podder.stop();
  t.ok(await isRefused(face));
  t.ok(await isRefused(health));
  const { sneezes, state } = podder.report();
  t.equal(state, 'symptomatic', 'what it was can still be told');
  await new Promise((resolve) => setTimeout(resolve, 3 * SETTINGS.sneezeIntervalMs));
  t.equal(podder.report().sneezes.sent, sneezes.sent);
});

t.test(
  'where the second address is in use, the first is given up; then it can start elsewhere',
  async (t) => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    t.teardown(() => blocker.close());
    const { port } = blocker.address() as AddressInfo;
    const health = { host: '127.0.0.1', port: await freePort() };

    const podder = await createPodder();
    t.teardown(() => podder.stop());
    const http = { host: '127.0.0.1', port };
    await t.rejects(podder.start({ ...SETTINGS, http, health }, surroundings('podder-a')), {
      code: 'PODDER_ADDRESS_IN_USE',
      message: `can't listen on 127.0.0.1:${port} for the face: another process already does`,
    });
    t.ok(await isRefused(health.port, health.host), 'the health listener is closed again');
    const addresses = await podder.start({ ...SETTINGS, health }, surroundings('podder-a'));
    t.same(addresses.health, health);
    t.equal(await infect(addresses.face.port), 'eww\n');
  },
);

t.test('where the first address is in use, the second is not even tried', async (t) => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  t.teardown(() => blocker.close());
  const { port } = blocker.address() as AddressInfo;
  const podder = await createPodder();
  await t.rejects(
    podder.start({ ...SETTINGS, health: { host: '127.0.0.1', port } }, surroundings('podder-a')),
    { code: 'PODDER_ADDRESS_IN_USE', message: /for the health listener/ },
  );
});
