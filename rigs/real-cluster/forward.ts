import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Ended } from './run.ts';

/** A port of this machine that kubectl forwards. */
export type Forward = Readonly<{ address: string; close: () => Promise<void> }>;

/** Forwards a free port by kubectl; fails with what kubectl said where that comes to nothing. */
export async function openForward(
  kubeconfig: string,
  namespace: string,
  to: string,
  port: number,
): Promise<Forward> {
  const args = [`--kubeconfig=${kubeconfig}`, 'port-forward', '-n', namespace, to, `:${port}`];
  const child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  for await (const line of createInterface({ input: child.stdout })) {
    const [, local] = /^Forwarding from 127\.0\.0\.1:(\d+) /.exec(line) ?? [];
    if (local === undefined) continue;
    return {
      address: `http://127.0.0.1:${local}`,
      async close() {
        if (child.exitCode !== null) return;
        child.kill('SIGTERM');
        await once(child, 'exit');
      },
    };
  }
  throw new Error(`kubectl port-forward ${to} came to nothing: ${stderr.trim()}`);
}

/** Forwards a port, sneezes at the podder behind it as curl would, and ends the forwarding. */
export async function forwardAndSneeze(
  kubeconfig: string,
  namespace: string,
  to: string,
  port: number,
): Promise<Ended> {
  try {
    const forward = await openForward(kubeconfig, namespace, to, port);
    try {
      const answer = await fetch(`${forward.address}/face`, {
        method: 'POST',
        body: new URLSearchParams({ action: 'achoo' }),
      });
      return { exitCode: answer.status === 200 ? 0 : 1, stdout: await answer.text(), stderr: '' };
    } finally {
      await forward.close();
    }
  } catch (error) {
    return { exitCode: 1, stdout: '', stderr: String(error) };
  }
}
