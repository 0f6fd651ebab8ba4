import type { Access } from '@pod-contagion/cluster-client';
import { ClusterClientError, createApiClient, type ApiClient } from '@pod-contagion/cluster-client/requests';
import { ContagionError } from '../errors.ts';

/** A client whose errors are those of this command line: CONTAGION_UNREACHABLE, and CONTAGION_API for refusals. */
export function createContagionClient(access: Access): ApiClient {
  const client = createApiClient(access, { userAgent: 'contagion' });
  return {
    ...client,
    ask: (request) => translating(client.ask(request)),
    json: <T>(request: Parameters<ApiClient['json']>[0]) => translating(client.json<T>(request)),
    stream: (request) => translating(client.stream(request)),
  };
}

/** An error of the cluster's client in the words of this command line, which are the same. */
export function translated(error: unknown): unknown {
  if (!(error instanceof ClusterClientError)) return error;
  const code = error.code === 'CLUSTER_API' ? 'CONTAGION_API' : 'CONTAGION_UNREACHABLE';
  return new ContagionError(code, error.message, { cause: error });
}

async function translating<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw translated(error);
  }
}
