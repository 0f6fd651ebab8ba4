import type { Socket } from 'node:net';
import { describeError } from '@pod-contagion/errors';
import type { Clock } from '../clock.ts';
import { ToxicsError } from '../errors.ts';
import { STREAMS, type StreamName, type Toxic } from '../kinds/toxic.ts';
import type { Ledger } from '../links/ledger.ts';
import type { Totals } from '../links/link.ts';
import { MAX_CONNECTIONS, MAX_TOXICS } from '../limits.ts';
import type { Random } from '../random.ts';
import { formatAddress, parseAddress } from './address.ts';
import { Connection } from './connection.ts';
import type { ProxyEvent } from './events.ts';
import { listen, type Listener } from './listener.ts';
import { resolveListen } from './resolve-listen.ts';

/** What all proxies of a process share. */
export type ProxyContext = Readonly<{
  clock: Clock;
  random: Random;
  ledger: Ledger;
  /** Whether they may listen elsewhere than on loopback. */
  mayExpose: boolean;
  tell: (event: ProxyEvent) => void;
}>;

/** What of a proxy can be changed. */
export type ProxySettings = Readonly<{ listen: string; upstream: string; enabled: boolean }>;

/** A listener, an upstream behind it, and the toxics between the two. */
export class Proxy {
  readonly name: string;
  /** In each direction, of all connections that it has had. */
  readonly totals: Readonly<Record<StreamName, Totals>> = {
    upstream: { receivedBytes: 0, sentBytes: 0 },
    downstream: { receivedBytes: 0, sentBytes: 0 },
  };
  readonly #context: ProxyContext;
  readonly #toxics: Record<StreamName, readonly Toxic[]> = { upstream: [], downstream: [] };
  readonly #connections = new Set<Connection>();
  #listen: string;
  #upstream: string;
  #listener: Listener | undefined;

  constructor(name: string, at: Omit<ProxySettings, 'enabled'>, context: ProxyContext) {
    this.name = name;
    this.#listen = at.listen;
    this.#upstream = at.upstream;
    this.#context = context;
  }

  /** As it was given, and with its name resolved and its port known once it has listened. */
  get listen(): string {
    return this.#listen;
  }

  get upstream(): string {
    return this.#upstream;
  }

  get enabled(): boolean {
    return this.#listener !== undefined;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#connections.size;
  }

  /** What waits for slow readers, beside what toxics hold. */
  get unsentBytes(): number {
    return [...this.#connections].reduce((sum, { unsentBytes }) => sum + unsentBytes, 0);
  }

  /** Those of what clients say before those of what they are answered, each in the order in which they were added. */
  get toxics(): readonly Toxic[] {
    return STREAMS.flatMap((stream) => this.#toxics[stream]);
  }

  /**
   * Begins to listen, where it does not already.
   * @throws {ToxicsError} TOXICS_LISTEN, TOXICS_NOT_LOOPBACK
   */
  async start(): Promise<void> {
    if (this.#listener !== undefined) return;
    const { mayExpose, tell } = this.#context;
    const address = await resolveListen(this.#listen, mayExpose);
    const tooMany = (): void =>
      tell({ what: 'too-many-connections', proxy: this.name, most: MAX_CONNECTIONS });
    this.#listener = await listen(address, (client) => this.#accept(client), tooMany);
    this.#listen = formatAddress(this.#listener.address);
    this.#tell('started');
  }

  /** Listens no more, and closes its connections. */
  stop(): void {
    if (this.#listener === undefined) return;
    this.#listener.close();
    this.#listener = undefined;
    for (const connection of this.#connections) connection.destroy();
    this.#tell('stopped');
  }

  /**
   * Takes other settings. Another upstream, or listener, closes its connections; toxics stay.
   * @throws {ToxicsError} TOXICS_LISTEN, TOXICS_NOT_LOOPBACK; it is stopped then
   */
  async update(settings: ProxySettings): Promise<void> {
    if (await this.differs(settings)) {
      this.stop();
      this.#listen = settings.listen;
      this.#upstream = settings.upstream;
    }
    if (settings.enabled) await this.start();
    else this.stop();
  }

  /** Whether it would listen elsewhere, or have another upstream; a name counts as what it resolves to. */
  async differs({ listen: text, upstream }: Omit<ProxySettings, 'enabled'>): Promise<boolean> {
    const resolved = formatAddress(await resolveListen(text, this.#context.mayExpose));
    return resolved !== this.#listen || upstream !== this.#upstream;
  }

  /**
   * One of its toxics.
   * @throws {ToxicsError} TOXICS_NO_TOXIC
   */
  toxic(name: string): Toxic {
    const found = this.toxics.find((each) => each.name === name);
    if (found === undefined) throw new ToxicsError('TOXICS_NO_TOXIC', 'toxic not found');
    return found;
  }

  /**
   * Puts a toxic behind those of its stream, also in connections that are open.
   * @throws {ToxicsError} TOXICS_TOXIC_EXISTS, TOXICS_TOO_MANY
   */
  addToxic(toxic: Toxic): void {
    if (this.toxics.some(({ name }) => name === toxic.name)) {
      throw new ToxicsError('TOXICS_TOXIC_EXISTS', 'toxic already exists');
    }
    if (this.toxics.length >= MAX_TOXICS) {
      throw new ToxicsError(
        'TOXICS_TOO_MANY',
        `expected at most ${MAX_TOXICS} toxics of a proxy, got one more`,
      );
    }
    this.#toxics[toxic.stream] = [...this.#toxics[toxic.stream], toxic];
    this.#inLinks(toxic.stream, (link) => link.add(toxic));
    this.#context.tell({ what: 'toxic-added', proxy: this.name, toxic });
  }

  /** Gives a toxic other attributes or another toxicity, also in connections that are open. */
  changeToxic(toxic: Toxic, change: Pick<Toxic, 'attributes' | 'toxicity'>): void {
    Object.assign(toxic, change);
    this.#inLinks(toxic.stream, (link) => link.change(toxic));
    this.#context.tell({ what: 'toxic-changed', proxy: this.name, toxic });
  }

  /** Takes a toxic out; bytes that it holds go on at once. */
  removeToxic(toxic: Toxic): void {
    this.#toxics[toxic.stream] = this.#toxics[toxic.stream].filter((each) => each !== toxic);
    this.#inLinks(toxic.stream, (link) => link.remove(toxic));
    this.#context.tell({ what: 'toxic-removed', proxy: this.name, toxic });
  }

  #accept(client: Socket): void {
    const { clock, random, ledger, tell } = this.#context;
    const upstream = this.#upstream;
    const refused = (error: unknown): void =>
      tell({ what: 'upstream-refused', proxy: this.name, upstream, why: describeError(error) });
    try {
      const connection = new Connection(client, {
        upstream: parseAddress(upstream),
        link: (stream) => ({ clock, random, ledger, totals: this.totals[stream] }),
        toxics: (stream) => this.#toxics[stream],
        onRefused: refused,
        onClosed: (closed) => void this.#connections.delete(closed),
      });
      this.#connections.add(connection);
    } catch (error) {
      client.destroy();
      refused(error);
    }
  }

  #inLinks(stream: StreamName, change: (link: NonNullable<ReturnType<Connection['link']>>) => void): void {
    for (const connection of this.#connections) {
      const link = connection.link(stream);
      if (link !== undefined) change(link);
    }
  }

  #tell(what: 'started' | 'stopped'): void {
    this.#context.tell({ what, proxy: this.name, listen: this.#listen, upstream: this.#upstream });
  }
}
