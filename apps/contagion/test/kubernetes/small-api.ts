import type { ServerResponse } from 'node:http';
import {
  openSmallApi as open,
  type Received,
  type SmallApi,
} from '../../../../packages/cluster-client/test/testing/small-api.ts';
import { createContagionClient } from '../../src/kubernetes/client.ts';

export {
  accessOf,
  sendJson,
  sendStatus,
  type SmallApi,
} from '../../../../packages/cluster-client/test/testing/small-api.ts';

/** Answers requests over real HTTP as a test says, and has a client whose errors are those of this command line. */
export async function openSmallApi(
  answer: (request: Received, response: ServerResponse) => void,
): Promise<SmallApi> {
  const api = await open(answer);
  return { ...api, client: createContagionClient(api.access) };
}
