import { readFileSync } from 'node:fs';
import { request } from 'undici';
import { parse } from 'yaml';
import { readReachedAt, type ReachedAt } from '@pod-contagion/notations';
import { DEPLOYMENTS, SERVICES, until, untilReady, type Api, type Json } from './support.ts';

/** How ill podders become; in milliseconds. */
export type Illness = Readonly<{ symptomDelayMs: number; healthDelayMs?: number; sneezeIntervalMs?: number }>;

/** Where podders are sneezed at. */
export type Place = Readonly<{ host: string; port: number }>;

const MANIFESTS = new URL('../../../../kubernetes/', import.meta.url);

/** Starts podders behind their Service, by the project's own manifests but for the delays; tells where that is. */
export async function podders(api: Api, replicas: number, illness: Illness): Promise<Place> {
  const { symptomDelayMs, healthDelayMs = 100, sneezeIntervalMs = 100 } = illness;
  const delays: Record<string, number> = {
    PODDER_SYMPTOM_DELAY_MS: symptomDelayMs,
    PODDER_HEALTH_DELAY_MS: healthDelayMs,
    PODDER_SNEEZE_INTERVAL_MS: sneezeIntervalMs,
  };
  const service = parse(readFileSync(new URL('services/podder.yaml', MANIFESTS), 'utf8'));
  const deployment = parse(readFileSync(new URL('deployments/generic.yaml', MANIFESTS), 'utf8'));
  deployment.spec.replicas = replicas;
  for (const variable of deployment.spec.template.spec.containers[0].env) {
    const delay = delays[variable.name];
    if (delay !== undefined) variable.value = String(delay);
  }
  await api.create(SERVICES, service);
  await api.create(DEPLOYMENTS, deployment);
  await untilReady(api, replicas, 'app=podder');
  return placeOf(await api.get(`${SERVICES}/podder`), 80);
}

/** Where a port of a Service, or of a pod, is reached, as a client of the cluster has to find out. */
export function placeOf(object: Json, port: number): Place {
  const { host, ports }: ReachedAt = readReachedAt(object) ?? {
    host: object.spec.clusterIP ?? object.status.podIP,
    ports: {},
  };
  return { host, port: ports[port] ?? port };
}

/** Infects one podder, whichever the Service chooses, as soon as the Service is there; gives its answer. */
export function sneezeAt({ host, port }: Place, strain: string): Promise<string> {
  return until('an answer to a sneeze', async () => {
    try {
      const { body } = await request(`http://${host}:${port}/face`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', connection: 'close' },
        body: `action=achoo&strain=${strain}&generation=1`,
      });
      return await body.text();
    } catch {
      return undefined;
    }
  });
}
