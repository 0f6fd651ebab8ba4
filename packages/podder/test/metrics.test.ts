import { createHealth } from '@pod-contagion/health';
import t from 'tap';
import { SUSCEPTIBLE, type Infection } from '../src/infection.ts';
import { createMetrics, type MetricsSource } from '../src/metrics.ts';
import { NO_SNEEZES } from '../src/sneezer.ts';
import { VERSION } from '../src/version.ts';

const INCUBATING: Infection = {
  state: 'incubating',
  lineage: { strain: 's', generation: 4, from: null },
  exposedAtMs: 1_000_500,
  symptomaticAtMs: 1_005_500,
  unhealthyAtMs: 1_006_000,
  unhealthy: false,
  nextSneezeAtMs: 1_005_500,
};

function createMeasured() {
  const health = createHealth();
  let source: MetricsSource = {
    infection: SUSCEPTIBLE,
    sneezes: NO_SNEEZES,
    received: { infected: 0, immune: 0 },
  };
  const metrics = createMetrics(health, () => source);
  return { health, metrics, show: (now: Partial<MetricsSource>) => void (source = { ...source, ...now }) };
}

/** The samples of a scrape by name and labels; throws where a line is not of the Prometheus text format. */
function parseScrape(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  for (const line of text.split('\n')) {
    if (line === '' || /^# (HELP|TYPE) [a-z_]+ \S/.test(line)) continue;
    const match = /^([a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})?) (\S+)$/.exec(line);
    if (match === null || Number.isNaN(Number(match[2]))) throw new Error(`not a sample: ${line}`);
    samples.set(match[1] ?? '', Number(match[2]));
  }
  return samples;
}

t.test('names, types and help texts', async (t) => {
  const { metrics } = createMeasured();
  const described = (await metrics.registry.getMetricsAsJSON()).map(({ name, type, help }) => [
    name,
    String(type),
    help,
  ]);
  t.same(described, [
    ['podder_info', 'gauge', 'Always 1; the label is the version of the podder.'],
    ['podder_infection_state', 'gauge', '1 for the state the podder is in, 0 for the others.'],
    [
      'podder_generation',
      'gauge',
      'Generation of the infection, patient zero being 0; -1 while susceptible.',
    ],
    ['podder_exposed_timestamp_seconds', 'gauge', 'Unix time of the infection; 0 while susceptible.'],
    ['podder_symptomatic_timestamp_seconds', 'gauge', 'Unix time of the first symptom; 0 before it.'],
    ['podder_health_status', 'gauge', 'HTTP status that a probe is answered with.'],
    [
      'podder_sneezes_received_total',
      'counter',
      'Sneezes that reached the face, by whether they infected it (infected) or not, as it already was, or nothing or not this strain infects it (immune).',
    ],
    ['podder_sneezes_sent_total', 'counter', 'Sneezes begun.'],
    ['podder_sneezes_skipped_total', 'counter', 'Sneezes left out because too many were in flight.'],
    ['podder_sneezes_in_flight', 'gauge', 'Sneezes begun and not over.'],
    [
      'podder_sneeze_duration_seconds',
      'histogram',
      'Time from connecting to the end of the answer, by how the sneeze ended.',
    ],
    ['process_cpu_seconds_total', 'counter', 'Total user and system CPU time spent in seconds.'],
    ['process_resident_memory_bytes', 'gauge', 'Resident memory size in bytes.'],
    ['process_start_time_seconds', 'gauge', 'Start time of the process since unix epoch in seconds.'],
  ]);
});

t.test('what a scrape says in each state', async (t) => {
  const { health, metrics, show } = createMeasured();
  const scrape = async () => {
    const samples = parseScrape(await metrics.registry.metrics());
    const get = (name: string) => samples.get(name);
    return {
      states: ['susceptible', 'incubating', 'symptomatic'].map((state) =>
        get(`podder_infection_state{state="${state}"}`),
      ),
      generation: get('podder_generation'),
      exposed: get('podder_exposed_timestamp_seconds'),
      symptomatic: get('podder_symptomatic_timestamp_seconds'),
      health: ['liveness', 'readiness'].map((probe) => get(`podder_health_status{probe="${probe}"}`)),
    };
  };
  const susceptible = { states: [1, 0, 0], generation: -1, exposed: 0, symptomatic: 0, health: [200, 200] };
  t.same(await scrape(), susceptible);
  show({ infection: INCUBATING });
  const incubating = { ...susceptible, states: [0, 1, 0], generation: 4, exposed: 1000.5 };
  t.same(await scrape(), incubating);
  show({ infection: { ...INCUBATING, state: 'symptomatic' } });
  const symptomatic = { ...incubating, states: [0, 0, 1], symptomatic: 1005.5 };
  t.same(await scrape(), symptomatic);
  health.set({ liveness: 418, readiness: 503 });
  t.same(await scrape(), { ...symptomatic, health: [418, 503] });
});

t.test('sneezes sent are read, not added up, however often it is scraped', async (t) => {
  const { metrics, show } = createMeasured();
  show({ sneezes: { ...NO_SNEEZES, sent: 7, skipped: 3, inFlight: 2 } });
  await metrics.registry.metrics();
  const samples = parseScrape(await metrics.registry.metrics());
  t.equal(samples.get('podder_sneezes_sent_total'), 7);
  t.equal(samples.get('podder_sneezes_skipped_total'), 3);
  t.equal(samples.get('podder_sneezes_in_flight'), 2);
});

t.test('sneezes received and over are counted', async (t) => {
  const { metrics, show } = createMeasured();
  show({ received: { infected: 1, immune: 2 } });
  await metrics.registry.metrics();
  metrics.sneezeOver({ result: 'answered', durationMs: 4 });
  metrics.sneezeOver({ result: 'answered', durationMs: 4000 });
  metrics.sneezeOver({ result: 'timeout', durationMs: 3000, error: 'x' });
  const samples = parseScrape(await metrics.registry.metrics());
  t.equal(samples.get('podder_sneezes_received_total{outcome="infected"}'), 1);
  t.equal(samples.get('podder_sneezes_received_total{outcome="immune"}'), 2);
  t.equal(samples.get('podder_sneeze_duration_seconds_count{result="answered"}'), 2);
  t.equal(samples.get('podder_sneeze_duration_seconds_sum{result="answered"}'), 4.004);
  t.equal(samples.get('podder_sneeze_duration_seconds_bucket{le="0.005",result="answered"}'), 1);
  t.equal(samples.get('podder_sneeze_duration_seconds_bucket{le="+Inf",result="answered"}'), 2);
  t.equal(samples.get('podder_sneeze_duration_seconds_count{result="timeout"}'), 1);
});

t.test('the version and the process', async (t) => {
  const { metrics } = createMeasured();
  const samples = parseScrape(await metrics.registry.metrics());
  t.equal(samples.get(`podder_info{version="${VERSION}"}`), 1);
  t.ok((samples.get('process_cpu_seconds_total') ?? 0) > 0);
  t.ok((samples.get('process_resident_memory_bytes') ?? 0) > 1e6);
  t.equal(
    Math.round(samples.get('process_start_time_seconds') ?? 0),
    Math.round(performance.timeOrigin / 1000),
  );
});

t.test('two podders in one process count apart', async (t) => {
  const [one, other] = [createMeasured(), createMeasured()];
  one.metrics.sneezeOver({ result: 'refused', durationMs: 1 });
  t.match(await one.metrics.registry.metrics(), 'result="refused"');
  t.notMatch(await other.metrics.registry.metrics(), 'result="refused"');
});
