import type { Socket } from 'node:net';
import { Agent, Dispatcher } from 'undici';
import type { Credential, Credentials, KeyPair } from '../credentials/credentials.ts';
import type { Headers } from '../credentials/impersonation.ts';
import type { Connector } from './connector.ts';
import { proxyAuthorization } from './http-tunnel.ts';
import type { Proxy } from '../address/proxy.ts';
import { withCredentials } from './with-credentials.ts';

/** What requests to a cluster go through. */
export type DispatcherOptions = Readonly<{
  origin: string;
  credentials: Credentials;
  /** Of every request. */
  headers: Headers;
  connector: Connector;
  proxy: Proxy | undefined;
  /** Told which certificate the next connections have to show. */
  onKeyPair: (keyPair: KeyPair | undefined) => void;
}>;

/**
 * Sends requests to one cluster, with credentials that are present, over connections that are shared. Where the
 * certificate changes, there are new connections; those of before end with their requests.
 */
export class ClusterDispatcher extends Dispatcher {
  readonly #connector: Connector;
  readonly #onKeyPair: DispatcherOptions['onKeyPair'];
  readonly #send: Dispatcher['dispatch'];
  #agent: Agent;
  #keyPair: KeyPair | undefined;

  constructor({ origin, credentials, headers, connector, proxy, onKeyPair }: DispatcherOptions) {
    super();
    this.#connector = connector;
    this.#onKeyPair = onKeyPair;
    this.#agent = this.#newAgent();
    const authorization = connector.asksProxy && proxy !== undefined ? proxyAuthorization(proxy) : undefined;
    const common = {
      origin,
      headers: { ...headers, ...(authorization !== undefined && { 'Proxy-Authorization': authorization }) },
      wholeAddress: connector.asksProxy,
      onCredential: (credential: Credential) => this.#use(credential.keyPair),
    };
    this.#send = withCredentials(
      credentials,
      common,
    )((options, handler) => this.#agent.dispatch(options, handler));
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return this.#send(options, handler);
  }

  override async close(): Promise<void> {
    await this.#agent.close();
  }

  override async destroy(): Promise<void> {
    await this.#agent.destroy();
  }

  #use(keyPair: KeyPair | undefined): void {
    const before = this.#keyPair;
    this.#keyPair = keyPair;
    if (isSame(before, keyPair)) return;
    this.#onKeyPair(keyPair);
    const old = this.#agent;
    this.#agent = this.#newAgent();
    void old.close();
  }

  /** Nobody waits for a body but whoever asked: a watch may be silent. */
  #newAgent(): Agent {
    const connect = (_: object, done: Connected): void => void this.#connect(done);
    return new Agent({ connect: connect as never, maxResponseSize: -1, bodyTimeout: 0 });
  }

  async #connect(done: Connected): Promise<void> {
    let socket: Socket;
    try {
      socket = await this.#connector.openForRequests();
    } catch (error) {
      done(error as Error, null);
      return;
    }
    done(null, socket);
  }
}

type Connected = (error: Error | null, socket: Socket | null) => void;

function isSame(a: KeyPair | undefined, b: KeyPair | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return String(a.cert) === String(b.cert) && String(a.key) === String(b.key);
}
