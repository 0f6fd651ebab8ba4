import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '@pod-contagion/cluster-client/requests';
import { NO_EPIDEMIC } from '@pod-contagion/epidemic';
import { observeEpidemic, type Observer } from '@pod-contagion/epidemic/feed';
import { describeError } from '@pod-contagion/errors';
import type { Cluster, ClusterOptions } from '@pod-contagion/local-cluster';
import type { RecordingTarget } from '@pod-contagion/observatory/serving';
import { ContagionError } from '../errors.ts';
import { findService, sneezeThrough, type ServiceFacts } from '../infect/sneeze.ts';
import { randomId } from '../infect/strain.ts';
import { readAccess } from '../kubernetes/access.ts';
import { createContagionClient } from '../kubernetes/client.ts';
import { createOrPatch } from '../kubernetes/create.ts';
import { nameOf, type KubeObject } from '@pod-contagion/manifests';
import { findServiceAddress } from '../kubernetes/service-address.ts';
import { CLOSE_LIMIT_MS, INFECT_LIMIT_MS } from '../limits.ts';
import type { Ending } from './ending.ts';
import type { UpPlan } from './plan.ts';
import type { Reporter } from './reporter.ts';
import { servePage, type ServedPage } from './serve-page.ts';
import { createReadyGate } from './until-ready.ts';

/** What `runUp` needs besides its plan. */
export type UpSurroundings = Readonly<{
  startCluster: (options: ClusterOptions) => Promise<Cluster>;
  reporter: Reporter;
  ending: Ending;
  /** The file that is recorded into, where one is. */
  recording?: RecordingTarget | undefined;
  /** When the command began, by `performance.now`; 0 is the start of the process. */
  beganAtMs: number;
}>;

/** What a run has opened so far, to be closed in the opposite order. */
type Opened = {
  cluster?: Cluster;
  client?: ApiClient;
  observer?: Observer;
  page?: ServedPage | undefined;
  service?: ServiceFacts;
};

/** What a running command can be asked for. */
export type Run = Readonly<{
  /** Sneezes once more; what goes wrong is told as a notice. */
  infectAgain: () => void;
  /** Settles when everything is closed; rejects with what went wrong. */
  done: Promise<void>;
}>;

/**
 * Carries a plan out and shows what happens until it is ended. Everything is closed by then, however that came.
 */
export function runUp(plan: UpPlan, surroundings: UpSurroundings): Run {
  const { reporter, ending } = surroundings;
  const opened: Opened = {};
  const course = carryOut(plan, surroundings, opened).catch((error: unknown) => ending.end('failed', error));
  return {
    infectAgain() {
      if (opened.client === undefined || opened.service === undefined) return;
      infect(opened.client, opened.service, reporter, ending.signal).catch((error: unknown) => {
        if (!ending.signal.aborted) reporter.notice(describeError(error));
      });
    },
    done: (async () => {
      const reason = await ending.asked;
      const epidemic = opened.observer?.present ?? NO_EPIDEMIC;
      reporter.end({ reason, epidemic, tookMs: Math.round(performance.now() - surroundings.beganAtMs) });
      // A cluster that is just starting can only be closed when it has.
      await within(course, CLOSE_LIMIT_MS);
      await closeAll(opened);
      if (reason === 'failed') throw ending.error;
    })(),
  };
}

async function carryOut(plan: UpPlan, surroundings: UpSurroundings, opened: Opened): Promise<void> {
  const { startCluster, reporter, ending, beganAtMs } = surroundings;
  const { signal } = ending;
  const cluster = await startCluster({ ...plan.cluster, onNotice: reporter.notice });
  opened.cluster = cluster;
  if (signal.aborted) return;
  reporter.cluster({ kubeconfig: cluster.kubeconfig, url: cluster.url });
  const client = createContagionClient(await readAccess({ kubeconfig: cluster.kubeconfig }));
  opened.client = client;

  const gate = createReadyGate(plan.wanted, reporter.progress);
  signal.addEventListener('abort', gate.close);
  const create = async (object: KubeObject): Promise<void> => {
    const { warnings } = await createOrPatch(client, object, signal);
    if (plan.tellsWarnings) {
      for (const warning of warnings) reporter.notice(`${nameOf(object)}: ${warning}`);
    }
    if (object === plan.service) await tellAddress(client, object, reporter, signal);
  };
  try {
    const beforePods = plan.objects.filter(({ kind }) => ['Namespace', 'Service'].includes(kind));
    for (const object of beforePods) await create(object);
    opened.observer = observeEpidemic(client, plan.observed, {
      onChange(epidemic, events) {
        if (signal.aborted) return;
        reporter.change(epidemic, events);
        gate.onChange(epidemic);
      },
      onBreak: (error) => reporter.notice(`the watch broke and is tried again: ${describeError(error)}`),
    });
    for (const object of plan.objects) if (!beforePods.includes(object)) await create(object);
    const { observer } = opened;
    opened.page = await servePage(plan, surroundings.recording, {
      client,
      observer,
      kubeconfig: cluster.kubeconfig,
      reporter,
    });
    if (signal.aborted) return;
    gate.onChange(opened.observer.present);
    await Promise.race([gate.opened, ending.asked]);
    if (signal.aborted) return;
    reporter.ready({ tookMs: Math.round(performance.now() - beganAtMs) });
    if (plan.service !== undefined) {
      const { namespace } = plan.observed;
      opened.service = await findService(client, namespace, plan.service.metadata.name, signal);
    }
    for (const starter of plan.starters) {
      await create(starter);
      reporter.notice(`patient zero is ${nameOf(starter)}`);
    }
    if (plan.infect && opened.service !== undefined)
      await infectFirst(client, opened.service, reporter, signal);
    if (plan.durationMs !== undefined) {
      setTimeout(() => ending.end('duration'), plan.durationMs).unref();
    }
  } catch (error) {
    // What was under way when the end was asked for is cut off.
    if (!signal.aborted) throw error;
  } finally {
    gate.close();
  }
}

async function tellAddress(
  client: ApiClient,
  service: KubeObject,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const address = await findServiceAddress(client, service, signal);
  if (address === undefined) {
    reporter.notice(`${nameOf(service)} has no address: sneeze at it with npx contagion infect`);
    return;
  }
  const shown = address.replace(/:80$/, '');
  reporter.service({ address, curl: `curl -d action=achoo http://${shown}/face` });
}

/** Sneezes until somebody answers: the Service may not have noticed yet who is Ready. */
async function infectFirst(
  client: ApiClient,
  service: ServiceFacts,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<void> {
  for (const giveUpAt = performance.now() + INFECT_LIMIT_MS; ; await sleep(100, undefined, { signal })) {
    try {
      await infect(client, service, reporter, signal);
      return;
    } catch (error) {
      const isEarly = error instanceof ContagionError && error.code === 'CONTAGION_NOT_INFECTED';
      if (!isEarly || performance.now() > giveUpAt) throw error;
    }
  }
}

async function infect(
  client: ApiClient,
  service: ServiceFacts,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const sneeze = { strain: randomId(), from: 'contagion', generation: 1 };
  const answer = await sneezeThrough(client, service, sneeze, signal);
  reporter.sneezed({ strain: sneeze.strain, from: sneeze.from, answer });
}

async function closeAll({ page, observer, client, cluster }: Opened): Promise<void> {
  await page?.close();
  await observer?.close();
  await client?.close();
  if (cluster === undefined) return;
  const isClosed = await within(
    cluster.close().then(() => true),
    CLOSE_LIMIT_MS,
  );
  if (isClosed !== true) {
    throw new Error(
      `the cluster did not end within ${CLOSE_LIMIT_MS / 1_000} s; the next one ends what is left`,
    );
  }
}

/** What a promise gives, or undefined where it takes too long. */
async function within<T>(promise: Promise<T>, limitMs: number): Promise<T | undefined> {
  const timer = Promise.withResolvers<undefined>();
  const timeout = setTimeout(() => timer.resolve(undefined), limitMs);
  try {
    return await Promise.race([promise, timer.promise]);
  } finally {
    clearTimeout(timeout);
  }
}
