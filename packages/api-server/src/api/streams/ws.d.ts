/** What is used here of `ws`, which has no types of its own. */
declare module 'ws' {
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage } from 'node:http';
  import type { Duplex } from 'node:stream';

  export interface WebSocket extends EventEmitter {
    readonly OPEN: 1;
    readonly readyState: 0 | 1 | 2 | 3;
    send(data: Uint8Array, done: (error?: Error) => void): void;
    close(code?: number): void;
    terminate(): void;
    pause(): void;
    resume(): void;
    on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    once(event: 'close', listener: () => void): this;
  }

  export class WebSocketServer extends EventEmitter {
    constructor(options: {
      noServer: true;
      clientTracking: false;
      maxPayload: number;
      perMessageDeflate: false;
    });

    once(event: 'headers', listener: (headers: string[]) => void): this;

    handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Uint8Array,
      onOpen: (webSocket: WebSocket) => void,
    ): void;
  }

  export function createWebSocketStream(webSocket: WebSocket): Duplex;
}
