import type { GameRules } from '@pod-contagion/observatory';
import { heldToken } from './token.ts';

/** What came of an order: whether it was carried out, and a line; with a Role where a right is missing. */
export type Answer = Readonly<{ isDone: boolean; message: string; role?: string }>;

/** How long an order may take, in ms. */
const LIMIT_MS = 20_000;

/** The rules of the server's game; undefined where it has none. */
export async function askRules(): Promise<GameRules | undefined> {
  try {
    const response = await fetch('api/game', { cache: 'no-store', signal: AbortSignal.timeout(LIMIT_MS) });
    return response.ok ? (((await response.json()) as GameRules | null) ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

/** Orders something: to begin in a namespace, to hit a pod, to end. */
export async function order(what: 'begin' | 'shots' | 'end', body: object): Promise<Answer> {
  const token = heldToken();
  if (token === undefined) {
    return {
      isDone: false,
      message: 'expected the address that the command printed, with its token, got another',
    };
  }
  try {
    const response = await fetch(`api/game/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const { message = `it answers ${response.status}`, role } = (await response.json().catch(() => ({}))) as {
      message?: string;
      role?: string;
    };
    return { isDone: response.ok, message, ...(role === undefined ? {} : { role }) };
  } catch (error) {
    return { isDone: false, message: error instanceof Error ? error.message : String(error) };
  }
}
