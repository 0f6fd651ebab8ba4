import type { Health } from '@pod-contagion/health';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Infection } from './infection.ts';
import type { Sneeze, SneezeCounts } from './sneezer.ts';
import { VERSION } from './version.ts';

/** What a scrape reads at the moment it comes. */
export type MetricsSource = Readonly<{
  infection: Infection;
  sneezes: SneezeCounts;
  received: ReceivedCounts;
}>;

/** Sneezes that reached the face, by whether they infected it or it already was. */
export type ReceivedCounts = Readonly<Record<'infected' | 'immune', number>>;

/** The metrics of one podder: told of what happens, they read the rest from a source when scraped. */
export type PodderMetrics = {
  readonly registry: Registry;
  /** Records a sneeze of its own that is over. */
  sneezeOver(sneeze: Sneeze): void;
};

/** Bounds of the buckets of `podder_sneeze_duration_seconds`, in seconds: loopback to the default timeout. */
const SNEEZE_BUCKETS_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const STATES = ['susceptible', 'incubating', 'symptomatic'] as const;

/** Makes the metrics; their names, types, labels and help texts are listed in docs/reference.md. */
export function createMetrics(health: Health, source: () => MetricsSource): PodderMetrics {
  const registry = new Registry();
  addInfectionMetrics(registry, () => source().infection);
  addHealthMetric(registry, health);
  registry.registerMetric(
    new Counter({
      name: 'podder_sneezes_received_total',
      help: 'Sneezes that reached the face, by whether they infected it (infected) or not, as it already was, or nothing or not this strain infects it (immune).',
      labelNames: ['outcome'],
      registers: [],
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(source().received)) this.inc({ outcome }, count);
      },
    }),
  );
  addCounter(registry, 'podder_sneezes_sent_total', 'Sneezes begun.', () => source().sneezes.sent);
  addCounter(
    registry,
    'podder_sneezes_skipped_total',
    'Sneezes left out because too many were in flight.',
    () => source().sneezes.skipped,
  );
  addGauge(
    registry,
    'podder_sneezes_in_flight',
    'Sneezes begun and not over.',
    () => source().sneezes.inFlight,
  );
  const durations = new Histogram({
    name: 'podder_sneeze_duration_seconds',
    help: 'Time from connecting to the end of the answer, by how the sneeze ended.',
    labelNames: ['result'],
    buckets: SNEEZE_BUCKETS_SECONDS,
    registers: [registry],
  });
  addProcessMetrics(registry);
  return {
    registry,
    sneezeOver: ({ result, durationMs }) => durations.observe({ result }, durationMs / 1000),
  };
}

function addInfectionMetrics(registry: Registry, infection: () => Infection): void {
  registry.registerMetric(
    new Gauge({
      name: 'podder_info',
      help: 'Always 1; the label is the version of the podder.',
      labelNames: ['version'],
      registers: [],
      collect() {
        this.set({ version: VERSION }, 1);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'podder_infection_state',
      help: '1 for the state the podder is in, 0 for the others.',
      labelNames: ['state'],
      registers: [],
      collect() {
        for (const state of STATES) this.set({ state }, infection().state === state ? 1 : 0);
      },
    }),
  );
  addGauge(
    registry,
    'podder_generation',
    'Generation of the infection, patient zero being 0; -1 while susceptible.',
    () => {
      const now = infection();
      return now.state === 'susceptible' ? -1 : now.lineage.generation;
    },
  );
  addGauge(
    registry,
    'podder_exposed_timestamp_seconds',
    'Unix time of the infection; 0 while susceptible.',
    () => {
      const now = infection();
      return now.state === 'susceptible' ? 0 : now.exposedAtMs / 1000;
    },
  );
  addGauge(
    registry,
    'podder_symptomatic_timestamp_seconds',
    'Unix time of the first symptom; 0 before it.',
    () => {
      const now = infection();
      return now.state === 'symptomatic' ? now.symptomaticAtMs / 1000 : 0;
    },
  );
}

function addHealthMetric(registry: Registry, health: Health): void {
  registry.registerMetric(
    new Gauge({
      name: 'podder_health_status',
      help: 'HTTP status that a probe is answered with.',
      labelNames: ['probe'],
      registers: [],
      collect() {
        this.set({ probe: 'liveness' }, health.status.liveness);
        this.set({ probe: 'readiness' }, health.status.readiness);
      },
    }),
  );
}

/** The three of Prometheus' standard process metrics that tell a podder's cost without watching its event loop. */
function addProcessMetrics(registry: Registry): void {
  addCounter(
    registry,
    'process_cpu_seconds_total',
    'Total user and system CPU time spent in seconds.',
    () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
  );
  addGauge(registry, 'process_resident_memory_bytes', 'Resident memory size in bytes.', () =>
    process.memoryUsage.rss(),
  );
  addGauge(
    registry,
    'process_start_time_seconds',
    'Start time of the process since unix epoch in seconds.',
    () => performance.timeOrigin / 1000,
  );
}

function addGauge(registry: Registry, name: string, help: string, read: () => number): void {
  registry.registerMetric(
    new Gauge({
      name,
      help,
      registers: [],
      collect() {
        this.set(read());
      },
    }),
  );
}

/** A counter whose total is kept elsewhere. */
function addCounter(registry: Registry, name: string, help: string, total: () => number): void {
  registry.registerMetric(
    new Counter({
      name,
      help,
      registers: [],
      collect() {
        this.reset();
        this.inc(total());
      },
    }),
  );
}
