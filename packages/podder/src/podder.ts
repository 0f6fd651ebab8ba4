import { createHealth, healthRoutes, type Health } from '@pod-contagion/health';
import type { FastifyInstance } from 'fastify';
import { createCarrier, type Carrier } from './carrier.ts';
import type { Clock } from './clock.ts';
import { createFace } from './face.ts';
import { SUSCEPTIBLE, type Infection, type InfectionAction } from './infection.ts';
import { sneezeForm, type Lineage } from './lineage.ts';
import {
  FACE_CLOSE_GRACE_MS,
  MAX_FACE_CONNECTIONS,
  MAX_HEALTH_CONNECTIONS,
  SHUTDOWN_GRACE_MS,
} from './limits.ts';
import type { ListenAddress } from './listen-address.ts';
import { openListener, type Listener } from './listener.ts';
import type { PodderLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { isoTime, reportInfection, type InfectionReport, type LastWords } from './report.ts';
import { createRouter } from './router.ts';
import type { ServiceAddress } from './service-address.ts';
import type { Immunity, PodderSettings } from './settings.ts';
import { createSneezer, NO_SNEEZES, type SneezeCounts, type Sneezer } from './sneezer.ts';
import { statusRoutes } from './status-routes.ts';

/** A podder: a face to sneeze at, a health listener, and what happens between them. */
export type Podder = {
  readonly health: Health;
  /** Opens both listeners, the health listener first. Fails if either can't be opened, and then leaves none. */
  start(settings: PodderSettings, surroundings: Surroundings): Promise<Addresses>;
  /** Makes it patient zero: symptoms at once. */
  outbreak(strain: string): void;
  /** What there is to tell of its infection. */
  report(): InfectionReport;
  /** Sneezes no more and closes both listeners; an answer under way may still go out. */
  stop(): Promise<void>;
};

/** What a podder is told about where it runs. */
export type Surroundings = Readonly<{
  pod: string;
  service: ServiceAddress;
  log: PodderLog;
  clock: Clock;
  /** What former lives left for it to tell; undefined where there is no place for that. */
  lives?: readonly LastWords[] | undefined;
  /** Its probes fail from now on: it may be killed at any moment, without being told. */
  onUnhealthy?: () => void;
  /** Ends the process in good order, where it is to end itself when it is ill enough. */
  endItself?: () => void;
}>;

/** Where a podder listens. */
export type Addresses = Readonly<{ face: ListenAddress; health: ListenAddress }>;

type Running = Surroundings & {
  carrier: Carrier;
  sneezer: Sneezer;
  face: Listener;
  health: Listener;
  /** Left out where it is immune to nothing, so that no lineage is read for it. */
  isImmuneTo: ((lineage: () => Lineage) => boolean) | undefined;
};

/**
 * Puts a podder together, ready to start: everything that needs neither settings nor the network is done here,
 * so that an image can hold the result (see docs/images.md).
 */
export async function createPodder(): Promise<Podder> {
  const health = createHealth();
  let running: Running | undefined;
  const infection = (): Infection => running?.carrier.infection ?? SUSCEPTIBLE;
  const sneezes = (): SneezeCounts => running?.sneezer.counts ?? NO_SNEEZES;
  const report = (): InfectionReport => reportInfection(running?.pod ?? '', infection(), sneezes());
  // Counted here and not in the metrics, which take longer to find a label than the face to answer.
  const received = { infected: 0, immune: 0 };
  const metrics = createMetrics(health, () => ({ infection: infection(), sneezes: sneezes(), received }));

  const faceRouter = createFace({
    sneezedOn(lineage) {
      if (infection().state !== 'susceptible' || running?.isImmuneTo?.(lineage) === true) {
        received.immune++;
        return;
      }
      received.infected++;
      running?.carrier.sneezedOn(lineage());
    },
  });
  const healthRouter = createRouter();
  healthRouter.register(healthRoutes, { health });
  healthRouter.register(statusRoutes, {
    report: () => ({
      ...report(),
      ...health.status,
      ...(running?.lives === undefined ? {} : { lives: running.lives }),
    }),
    registry: metrics.registry,
  });
  await Promise.all([faceRouter.ready(), healthRouter.ready()]);

  return {
    health,
    async start(settings, surroundings) {
      const listeners = await openBoth(settings, faceRouter, healthRouter);
      const { log, clock } = surroundings;
      const sneezer = createSneezer({
        authority: surroundings.service.authority,
        timeoutMs: settings.sneezeTimeoutMs,
        maxInFlight: settings.maxSneezesInFlight,
        breaker: settings.sneezeBreaker,
        clock,
        onOver(sneeze) {
          metrics.sneezeOver(sneeze);
          log.debug({ event: 'sneezed', ...sneeze }, 'achoo');
        },
      });
      const carrier = createCarrier(settings, {
        clock,
        act: (action, now) => running && carryOut(action, now, running, health),
      });
      const isImmuneTo = immunityOf(settings.immunity, surroundings.lives);
      running = { ...surroundings, ...listeners, carrier, sneezer, isImmuneTo };
      return { face: listeners.face.address, health: listeners.health.address };
    },
    outbreak(strain) {
      const patientZero: Lineage = { strain, generation: 0, from: null };
      running?.carrier.outbreak(patientZero);
    },
    report,
    async stop() {
      running?.carrier.stop();
      running?.sneezer.stop();
      await Promise.all([running?.face.close(SHUTDOWN_GRACE_MS), running?.health.close(SHUTDOWN_GRACE_MS)]);
    },
  };
}

function immunityOf(immunity: Immunity, lives: readonly LastWords[] = []): Running['isImmuneTo'] {
  if (immunity === 'all') return () => true;
  const strains = new Set(lives.filter(({ state }) => state === 'symptomatic').map(({ strain }) => strain));
  if (immunity === 'none' || strains.size === 0) return undefined;
  return (lineage) => strains.has(lineage().strain);
}

async function openBoth(
  settings: PodderSettings,
  face: FastifyInstance,
  health: FastifyInstance,
): Promise<{ face: Listener; health: Listener }> {
  const healthListener = await openListener(
    'health listener',
    settings.health,
    MAX_HEALTH_CONNECTIONS,
    (request, response) => health.routing(request, response),
  );
  try {
    const faceListener = await openListener(
      'face',
      settings.http,
      MAX_FACE_CONNECTIONS,
      (request, response) => face.routing(request, response),
    );
    return { face: faceListener, health: healthListener };
  } catch (error) {
    await healthListener.close(0);
    throw error;
  }
}

function carryOut(action: InfectionAction, infection: Infection, running: Running, health: Health): void {
  if (infection.state === 'susceptible') return;
  const { log, pod, sneezer } = running;
  const { lineage } = infection;
  switch (action) {
    case 'reportExposed':
      sneezer.warmUp();
      log.info(
        { event: 'exposed', ...lineage, symptomaticAt: isoTime(infection.symptomaticAtMs) },
        'infected',
      );
      return;
    case 'closeFace':
      void running.face.close(FACE_CLOSE_GRACE_MS);
      log.info({ event: 'symptomatic', ...lineage }, 'sniff');
      return;
    case 'sneeze':
      sneezer.sneeze(sneezeForm(lineage, pod));
      return;
    case 'failHealth':
      health.set({ liveness: 418, readiness: 418 });
      log.info({ event: 'unhealthy', ...lineage, status: 418 }, 'probes fail from now on');
      running.onUnhealthy?.();
      running.endItself?.();
  }
}
