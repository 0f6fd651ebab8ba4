import { createFace } from '../src/face.ts';
import type { Lineage } from '../src/lineage.ts';

export const URLENCODED = { 'content-type': 'application/x-www-form-urlencoded' };
/** What a face answers, as the original does. */
export const EWW = 'eww\n';
export const NO_ACTION = 'Do something!\n';
export const UNKNOWN = "I don't understand what you're doing.\n";
export const NOT_POST = 'Stop bothering me, please.';
export const UNKNOWN_LINEAGE: Lineage = { strain: 'unknown', generation: 1, from: null };

/** A face, the sneezes that reached it, and a way to post to it. */
export async function createFaceOf() {
  const sneezes: Lineage[] = [];
  const app = createFace({ sneezedOn: (lineage) => void sneezes.push(lineage()) });
  await app.ready();
  const post = async (
    url: string,
    payload: string | Buffer = '',
    headers: Record<string, string> = URLENCODED,
  ) => {
    const { statusCode, body } = await app.inject({ method: 'POST', url, payload, headers });
    return [statusCode, body];
  };
  return { app, sneezes, post };
}
