import { connect, type Socket } from 'node:net';
import type { StreamName, Toxic } from '../kinds/toxic.ts';
import { Inbox } from '../links/inbox.ts';
import { Link, type LinkContext } from '../links/link.ts';
import { KEEP_ALIVE_MS, MAX_CONNECT_MS } from '../limits.ts';
import type { Address } from './address.ts';

/** What a connection has of the proxy that it is one of. */
export type ConnectionContext = Readonly<{
  upstream: Address;
  /** For a link of that direction, but for what the connection itself knows. */
  link: (stream: StreamName) => Omit<LinkContext, 'reset' | 'cut'>;
  toxics: (stream: StreamName) => readonly Toxic[];
  /**
   * Whether a side that breaks, as by a reset, resets the other once what is on its way has left; where not, the other is closed, as
   * Toxiproxy does.
   */
  passesResets?: boolean | undefined;
  /** The upstream did not accept it. */
  onRefused: (error: Error) => void;
  /** Both sides are closed. */
  onClosed: (connection: Connection) => void;
}>;

/** Options of the client's and of the upstream's socket: as Go's net sets them, for Toxiproxy. */
export const SOCKET_OPTIONS: Readonly<{
  allowHalfOpen: true;
  noDelay: true;
  keepAlive: true;
  keepAliveInitialDelay: number;
}> = {
  allowHalfOpen: true,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: KEEP_ALIVE_MS,
};

/** A client's connection and the one to the upstream that belongs to it. */
export class Connection {
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #context: ConnectionContext;
  readonly #connecting: NodeJS.Timeout;
  #links: Readonly<Record<StreamName, Link>> | undefined;
  #open = 2;
  #isBroken = false;

  /** Takes a client that has not been read from, and dials the upstream. */
  constructor(client: Socket, context: ConnectionContext) {
    this.#client = client;
    this.#context = context;
    const { host, port } = context.upstream;
    const inbox = new Inbox();
    // Sockets that a server accepts know no such memory.
    const onread = {
      buffer: () => inbox.memory,
      callback: (length: number) => {
        this.#links?.downstream.takeIn(inbox, length);
        return true;
      },
    };
    this.#upstream = connect({ ...SOCKET_OPTIONS, host, port, onread });
    this.#connecting = setTimeout(
      () => this.#upstream.destroy(new Error(`expected an answer within ${MAX_CONNECT_MS} ms, got none`)),
      MAX_CONNECT_MS,
    );
    this.#upstream.on('connect', () => this.#start());
    this.#upstream.on('error', (error) => {
      if (this.#links === undefined) context.onRefused(error);
      else this.#broke();
    });
    // What a broken connection means is said by its end, which follows.
    client.on('error', () => this.#broke());
    client.on('close', () => this.#closed(client));
    this.#upstream.on('close', () => this.#closed(this.#upstream));
  }

  /** The link of a direction, once the upstream has accepted. */
  link(stream: StreamName): Link | undefined {
    return this.#links?.[stream];
  }

  /** What waits in this process for the kernel to take it, in both directions. */
  get unsentBytes(): number {
    return this.#client.writableLength + this.#upstream.writableLength;
  }

  /** Closes both sides; what is on its way is lost. */
  destroy(): void {
    this.#client.destroy();
    this.#upstream.destroy();
  }

  /** Closes both sides in order: what was written leaves first. */
  close(): void {
    if (this.#links === undefined) this.destroy();
    for (const side of [this.#client, this.#upstream]) side.destroySoon();
  }

  #start(): void {
    clearTimeout(this.#connecting);
    const linkOf = (stream: StreamName, source: Socket, sink: Socket): Link => {
      const context: LinkContext = {
        ...this.#context.link(stream),
        reset: () => this.#reset(),
        cut: (side) => (this.#isBroken ? resetOnceSent(side) : side.destroySoon()),
      };
      return new Link(source, sink, context, this.#context.toxics(stream));
    };
    this.#links = {
      upstream: linkOf('upstream', this.#client, this.#upstream),
      downstream: linkOf('downstream', this.#upstream, this.#client),
    };
    this.#links.upstream.start();
    this.#links.downstream.start();
  }

  #broke(): void {
    this.#isBroken ||= this.#context.passesResets === true;
  }

  #reset(): void {
    this.#client.resetAndDestroy();
    this.#upstream.resetAndDestroy();
  }

  #closed(socket: Socket): void {
    clearTimeout(this.#connecting);
    const isClient = socket === this.#client;
    const other = isClient ? this.#upstream : this.#client;
    if (this.#links === undefined) {
      other.destroy();
    } else {
      const { upstream, downstream } = this.#links;
      const [from, to] = isClient ? [upstream, downstream] : [downstream, upstream];
      // Closed by itself where both have said all; else there is nobody to send to any more, nor one who could say more.
      if (!from.isOver || !to.isOver) {
        to.abandon();
        from.cut();
      }
    }
    this.#open -= 1;
    if (this.#open === 0) this.#context.onClosed(this);
  }
}

function resetOnceSent(side: Socket): void {
  const reset = (): unknown => side.resetAndDestroy();
  if (side.writableLength === 0) reset();
  else if (side.writableEnded) side.once('finish', reset);
  else side.write('', reset);
}
