import type { Exchange } from './exchanges.ts';

/** What was answered, comparable. */
export type Answered = Readonly<{ status: number; json: unknown; text: string | undefined }>;

/** Plays one exchange; ports and the addresses of the test are replaced in what is answered. */
export async function play(
  base: string,
  { ask: [method, path, body] }: Exchange,
  { upstream, taken }: Readonly<{ upstream: string; taken: string }>,
): Promise<Answered> {
  const sent = body?.replaceAll('UPSTREAM', upstream).replaceAll('TAKEN', taken);
  const response = await fetch(`${base}${path}`, { method, ...(sent === undefined ? {} : { body: sent }) });
  const text = (await response.text())
    .replaceAll(upstream, 'UPSTREAM')
    .replaceAll(/(127\.0\.0\.1|localhost):(?!1\b)[0-9]+/g, '$1:PORT');
  const json = parsed(text);
  return { status: response.status, json, text: json === undefined ? text : undefined };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => (key === 'Logger' ? undefined : value)) as unknown;
  } catch {
    return undefined;
  }
}
