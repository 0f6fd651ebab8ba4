import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { builtInImages } from '../packages/local-cluster/src/node/images/built-in.ts';

/** How often it is asked whether a podder is live, in milliseconds. */
const LOOK_MS = 20;

/** The floor for a cluster: starts podders all at once with nothing around them; milliseconds until all are live. */
export async function startBarePodders(count: number): Promise<number> {
  const image = builtInImages()['pod-contagion:generic'];
  const [program = '', ...args] = image?.command ?? [];
  const startedAtMs = performance.now();
  const children: ChildProcess[] = [];
  try {
    await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const host = `127.40.0.${index + 1}`;
        const child = spawn(program, [...args, `-http=${host}:8080`, `-health=${host}:8081`], {
          stdio: 'ignore',
          env: { ...image?.env, POD_NAME: `bare-${index}` },
        });
        children.push(child);
        while (!(await isLive(host))) await sleep(LOOK_MS);
      }),
    );
    return performance.now() - startedAtMs;
  } finally {
    await Promise.all(
      children.map(async (child) => {
        child.kill('SIGKILL');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }),
    );
  }
}

function isLive(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    request({ host, port: 8081, path: '/liveness', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    })
      .on('error', () => resolve(false))
      .end();
  });
}
