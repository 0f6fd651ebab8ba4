import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { pathOf } from '../url.ts';

/** Whether a request that asks for another protocol gets it; elsewhere that wish is ignored, as it is in Kubernetes. */
export function mayUpgrade({ url }: IncomingMessage): boolean {
  return /\/(?:exec|attach|portforward)$/.test(pathOf(url));
}

/**
 * Has requests that ask for another protocol routed as all others are: they are authorised, and refused, in the same way. What
 * is sent to them otherwise than by `takeSocket` is their connection's last answer.
 */
export function serveUpgrades(server: Server, app: FastifyInstance): void {
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => {});
    if (head.length > 0) socket.unshift(head);
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => socket.end());
    app.routing(request, response);
  });
}

/** Takes the connection from an answer that was not begun. */
export function takeSocket(response: ServerResponse): Duplex {
  const { socket } = response;
  if (socket === null) throw new Error('the client has left');
  response.detachSocket(socket);
  return socket;
}
