import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Ended } from './run.ts';

/** Forwards a free port by kubectl, sneezes at the podder behind it as curl would, and ends the forwarding. */
export async function forwardAndSneeze(
  kubeconfig: string,
  namespace: string,
  to: string,
  port: number,
): Promise<Ended> {
  const args = [`--kubeconfig=${kubeconfig}`, 'port-forward', '-n', namespace, to, `:${port}`];
  const child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const [, local] = /^Forwarding from 127\.0\.0\.1:(\d+) /.exec(line) ?? [];
      if (local === undefined) continue;
      const answer = await fetch(`http://127.0.0.1:${local}/face`, {
        method: 'POST',
        body: new URLSearchParams({ action: 'achoo' }),
      });
      return { exitCode: answer.status === 200 ? 0 : 1, stdout: await answer.text(), stderr };
    }
    return { exitCode: 1, stdout: '', stderr };
  } catch (error) {
    return { exitCode: 1, stdout: '', stderr: `${stderr}${String(error)}` };
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
}
