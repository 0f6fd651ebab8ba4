import { systemClock, type Clock } from '../clock.ts';
import { ToxicsError } from '../errors.ts';
import { Ledger } from '../links/ledger.ts';
import { MAX_PROXIES } from '../limits.ts';
import type { Random } from '../random.ts';
import type { ProxyEvent } from './events.ts';
import { Proxy, type ProxyContext, type ProxySettings } from './proxy.ts';

/** A proxy that is wanted. */
export type ProxyWish = ProxySettings & Readonly<{ name: string }>;

/** What proxies may be told. */
export type ProxiesOptions = Readonly<{
  /** Whether they may listen elsewhere than on loopback; default: no. */
  mayExpose?: boolean | undefined;
  /** Chances of toxics; default: those of Node.js. */
  random?: Random | undefined;
  /** Hears what happens to them. */
  onEvent?: ((event: ProxyEvent) => void) | undefined;
  clock?: Clock | undefined;
}>;

/** All proxies of a process, by name. What changes them is done one after the other, as each would see the other half done. */
export class Proxies {
  readonly #context: ProxyContext;
  readonly #proxies = new Map<string, Proxy>();
  #last: Promise<unknown> = Promise.resolve();

  constructor({
    mayExpose = false,
    random = Math.random,
    onEvent,
    clock = systemClock,
  }: ProxiesOptions = {}) {
    const tell = onEvent ?? ((): void => undefined);
    this.#context = { clock, random, ledger: new Ledger(), mayExpose, tell };
  }

  /** All of them, in the order in which they were added. */
  get all(): readonly Proxy[] {
    return [...this.#proxies.values()];
  }

  /** What toxics hold of all their connections, in bytes. */
  get heldBytes(): number {
    return this.#context.ledger.heldBytes;
  }

  /**
   * The proxy of that name.
   * @throws {ToxicsError} TOXICS_NO_PROXY
   */
  get(name: string): Proxy {
    const proxy = this.#proxies.get(name);
    if (proxy === undefined) throw new ToxicsError('TOXICS_NO_PROXY', 'proxy not found');
    return proxy;
  }

  /**
   * Adds one, and starts it where it is enabled.
   * @throws {ToxicsError} TOXICS_PROXY_EXISTS, TOXICS_TOO_MANY, TOXICS_LISTEN, TOXICS_NOT_LOOPBACK; nothing is added then
   */
  add(wish: ProxyWish): Promise<Proxy> {
    return this.#inTurn(async () => {
      if (this.#proxies.has(wish.name)) throw new ToxicsError('TOXICS_PROXY_EXISTS', 'proxy already exists');
      return this.#put(wish);
    });
  }

  /**
   * Adds each of a list, one after the other. One of the same name stays as it is, whether it is enabled or not, where it
   * listens at the same address and has the same upstream; else the new one takes its place, without its toxics. `onDone` hears
   * each, until one fails.
   * @throws {ToxicsError} as `add` does
   */
  populate(wishes: readonly ProxyWish[], onDone: (proxy: Proxy) => void): Promise<void> {
    return this.#inTurn(async () => {
      for (const wish of wishes) {
        const existing = this.#proxies.get(wish.name);
        const isSame = existing !== undefined && !(await existing.differs(wish));
        if (!isSame) existing?.stop();
        onDone(isSame ? existing : await this.#put(wish));
      }
    });
  }

  /**
   * Gives one other settings.
   * @throws {ToxicsError} TOXICS_NO_PROXY, TOXICS_LISTEN, TOXICS_NOT_LOOPBACK
   */
  update(name: string, settingsOf: (proxy: Proxy) => ProxySettings): Promise<Proxy> {
    return this.#inTurn(async () => {
      const proxy = this.get(name);
      await proxy.update(settingsOf(proxy));
      return proxy;
    });
  }

  /**
   * Stops one and forgets it.
   * @throws {ToxicsError} TOXICS_NO_PROXY
   */
  remove(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const proxy = this.get(name);
      proxy.stop();
      this.#proxies.delete(name);
      const { listen, upstream } = proxy;
      this.#context.tell({ what: 'removed', proxy: name, listen, upstream });
    });
  }

  /**
   * Enables all, and takes all toxics out.
   * @throws {ToxicsError} TOXICS_LISTEN for the first that can't be; those before it are done
   */
  reset(): Promise<void> {
    return this.#inTurn(async () => {
      for (const proxy of this.all) {
        await proxy.start();
        for (const toxic of proxy.toxics) proxy.removeToxic(toxic);
      }
    });
  }

  /** Stops all. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      for (const proxy of this.all) proxy.stop();
    });
  }

  async #put({ name, listen, upstream, enabled }: ProxyWish): Promise<Proxy> {
    if (this.#proxies.size >= MAX_PROXIES && !this.#proxies.has(name)) {
      throw new ToxicsError('TOXICS_TOO_MANY', `expected at most ${MAX_PROXIES} proxies, got one more`);
    }
    const proxy = new Proxy(name, { listen, upstream }, this.#context);
    if (enabled) await proxy.start();
    this.#proxies.set(name, proxy);
    return proxy;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
