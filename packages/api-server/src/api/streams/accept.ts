import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, createWebSocketStream, type WebSocket } from 'ws';
import { MAX_WEBSOCKET_MESSAGE_BYTES } from '../../machinery/limits.ts';
import { PROTOCOL_HEADER } from './protocols.ts';

/** Answers a request for a WebSocket; what is wrong with the request itself is answered 400, and `onOpen` never called. */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  protocol: string,
  onOpen: (webSocket: WebSocket) => void,
): void {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_WEBSOCKET_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  // Chosen already; "SPDY/3.1+portforward.k8s.io" is no token of HTTP, and would be refused as such.
  delete request.headers['sec-websocket-protocol'];
  if (protocol !== '') {
    server.once('headers', (headers) => void headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
  }
  server.handleUpgrade(request, socket, Buffer.alloc(0), (webSocket) => {
    // What cannot be read closes the connection, and that is seen.
    webSocket.on('error', () => {});
    onOpen(webSocket);
  });
}

/** Answers a request for a WebSocket that carries bytes of another protocol. Source: client-go/tools/portforward/tunneling_connection.go. */
export function acceptTunnel(
  request: IncomingMessage,
  socket: Duplex,
  protocol: string,
  onOpen: (transport: Duplex) => void,
): void {
  acceptWebSocket(request, socket, protocol, (webSocket) => onOpen(createWebSocketStream(webSocket)));
}

/** Answers a request for SPDY/3.1. Source: apimachinery/pkg/util/httpstream/spdy/upgrade.go. */
export function acceptSpdy(socket: Duplex, protocol: string): void {
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n${PROTOCOL_HEADER}: ${protocol}\r\n\r\n`,
  );
}
