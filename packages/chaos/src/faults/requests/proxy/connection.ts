import { createHttp2Relay } from './http2/relay.ts';
import { Http1Relay } from './http1/relay.ts';
import type { Relay, RelayOptions } from './relay-options.ts';
import { sniff } from './sniff.ts';
import { ByteReader, close, reset, type Wire } from './wire.ts';

/** One connection of a client, and the one to the pod's program that belongs to it. */
export class Connection {
  readonly #client: Wire;
  readonly #server: Wire;
  readonly #options: RelayOptions;
  #relay: Relay | undefined;
  #isFinishing = false;

  constructor(client: Wire, server: Wire, options: RelayOptions) {
    this.#client = client;
    this.#server = server;
    this.#options = options;
    // What breaks is told by the readers; without a listener it would end the agent.
    for (const side of [client, server]) side.on('error', () => undefined);
    // A program that does not listen is told as a reset: a refusal comes too late for that.
    server.once('error', () => reset(client));
  }

  /** Passes on until both sides are closed. Never rejects. */
  async run(): Promise<void> {
    try {
      this.#relay = await this.#open();
      if (this.#isFinishing) this.#relay.finish();
      await this.#relay.run();
    } catch {
      reset(this.#client);
      reset(this.#server);
    }
    await Promise.all([closed(this.#client), closed(this.#server)]);
  }

  /** Closes it once what is in flight is answered. */
  finish(): void {
    this.#isFinishing = true;
    if (this.#relay === undefined) this.end();
    else this.#relay.finish();
  }

  /** Closes it now, in order. */
  end(): void {
    close(this.#client);
    close(this.#server);
  }

  async #open(): Promise<Relay> {
    const [client, server] = [this.#client, this.#server];
    const [fromClient, fromServer] = [new ByteReader(client), new ByteReader(server)];
    if ((await sniff(fromClient, fromServer)) === 'http1') {
      return new Http1Relay({ client, server, fromClient, fromServer }, this.#options);
    }
    fromClient.release();
    fromServer.release();
    // HTTP/2 knows no connection of which one half is closed: where one side ends, all its streams do.
    for (const side of [client, server]) side.allowHalfOpen = false;
    return createHttp2Relay({ client, server }, this.#options);
  }
}

function closed(side: Wire): Promise<void> {
  return new Promise((resolve) => {
    if (side.closed) resolve();
    else side.once('close', () => resolve());
  });
}
