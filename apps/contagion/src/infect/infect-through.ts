import type { ApiClient } from '@pod-contagion/cluster-client/requests';
import { findService, sneezeThrough } from './sneeze.ts';
import { randomId } from './strain.ts';
import { findInfectedBy, type Infected } from './who.ts';

/** How to infect, and where to tell of it. */
export type InfectOptions = Readonly<{
  /** Told in each line of JSON. */
  where: Readonly<{ context?: string | undefined; server: string; namespace: string }>;
  service: string;
  count: number;
  strain: string;
  json: boolean;
  write: (line: string) => void;
}>;

/**
 * Sneezes at a Service and tells what was answered and who was infected: each sneeze comes from a sender of its own, by
 * which the podder that has it is found.
 * @throws {ContagionError} where a sneeze reaches nobody; those before it stay told.
 */
export async function infectThrough(client: ApiClient, options: InfectOptions): Promise<void> {
  const { where, service: name, count, strain, json, write } = options;
  const service = await findService(client, where.namespace, name);
  for (let index = 0; index < count; index++) {
    const from = `contagion-${randomId()}`;
    const answer = await sneezeThrough(client, service, { strain, from, generation: 1 });
    const infected = await findInfectedBy(client, service, from);
    write(
      json
        ? `${JSON.stringify({ ...where, strain, from, answer, infected: infected.map(({ pod }) => pod) })}\n`
        : `${describeInfected(infected)}, strain ${strain}: ${answer}\n`,
    );
  }
}

function describeInfected(infected: readonly Infected[]): string {
  if (infected.length > 0) return infected.map(({ pod, state }) => `${pod} is ${state}`).join(', ');
  return 'nobody says so: who answered was infected already, or is no podder that tells';
}
