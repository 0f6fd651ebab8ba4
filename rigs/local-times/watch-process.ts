import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Life } from './life.ts';

/** The address in a podder's arguments, as kubernetes/deployments/generic.yaml has it. */
const FACE = /^-http=(.+):\d+$/;

/**
 * Follows the podders of a local cluster in this process by what Node.js tells of each child and each request: nothing is asked of the
 * cluster, and times are its own. Gives the lives so far, in the order of their starts.
 */
export function watchProcess(): readonly Life[] {
  const lives: Life[] = [];
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess };
    child.once('spawn', () => {
      const ip = child.spawnargs.map((word) => FACE.exec(word)?.[1]).find((found) => found !== undefined);
      if (ip === undefined) return;
      const life: Life = { ip, startedAtMs: Date.now(), probes: [] };
      lives.push(life);
      child.once('exit', () => (life.endedAtMs = Date.now()));
      if (child.stdout !== null)
        createInterface({ input: child.stdout }).on('line', (line) => read(life, line));
    });
  });
  const sent = new WeakMap<ClientRequest, { atMs: number; ip: string | undefined }>();
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: ClientRequest };
    const probe = { atMs: Date.now(), ip: undefined as string | undefined };
    sent.set(request, probe);
    const meet = (socket: Socket): void => {
      // Of a connection that its other end has closed it can't be told any more.
      socket.once('connect', () => (probe.ip = socket.remoteAddress));
    };
    if (request.socket === null) request.once('socket', meet);
    else meet(request.socket);
  });
  subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    const { atMs = NaN, ip } = sent.get(request) ?? {};
    const life = lives.findLast((each) => each.ip === ip);
    life?.probes.push({ path: request.path, atMs, passed: response.statusCode === 200 });
  });
  return lives;
}

/** Takes what a line of a podder's log says of it. */
function read(life: Life, line: string): void {
  if (!line.startsWith('{')) return;
  const { event, pod, time, from } = JSON.parse(line) as Readonly<
    Record<'event' | 'pod' | 'time', string> & { from: string | null }
  >;
  const atMs = Date.parse(time);
  life.pod = pod;
  if (event === 'started') life.upAtMs = atMs;
  else if (event === 'exposed') life.exposed = { atMs, from };
  else if (event === 'symptomatic') life.symptomaticAtMs = atMs;
}
