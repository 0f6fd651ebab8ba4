/** Posts a form to a face as curl does; returns the answer's body. */
export async function sneezeAt(face: string, form: Readonly<Record<string, string>> = {}): Promise<string> {
  const answer = await fetch(`${face}/face`, {
    method: 'POST',
    body: new URLSearchParams({ action: 'achoo', ...form }),
    headers: { connection: 'close' },
  });
  return answer.text();
}

/** The infection of a podder, as its health listener tells it. */
export async function infectionOf(health: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(`${health}/infection`, { headers: { connection: 'close' } });
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}
