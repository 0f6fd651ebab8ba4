import { PIPELINE_LIMIT } from '../../limits.ts';

/** What has become of a request: answered, and another may follow, or the connection is no HTTP from here on, or over. */
export type Answered = 'next' | 'tunnel' | 'over';

/** A request whose answer is still to come. */
export type Exchange = Readonly<{
  method: string;
  bytesPerSecond?: number | undefined;
  /** The answer that it gets from the proxy; what the program says is not waited for. */
  given?: Readonly<{ bytes: Buffer; isLast: boolean }>;
  answered: (how: Answered) => void;
}>;

/** Requests of one connection, answered in the order in which they came. */
export class Exchanges {
  #open: Exchange[] = [];
  #changed = Promise.withResolvers<void>();

  get length(): number {
    return this.#open.length;
  }

  /** Adds one; settles with what has become of it. */
  add(exchange: Omit<Exchange, 'answered'>): Promise<Answered> {
    return new Promise((resolve) => {
      const answered: Exchange['answered'] = (how) => {
        this.#open = this.#open.filter((each) => each !== added);
        this.#tell();
        resolve(how);
      };
      const added: Exchange = { ...exchange, answered };
      this.#open.push(added);
      this.#tell();
    });
  }

  /** The oldest. */
  first(): Exchange | undefined {
    return this.#open[0];
  }

  /** Settles when one is added or answered. */
  changed(): Promise<void> {
    return this.#changed.promise;
  }

  /** Settles when there is room for a further one. */
  async room(): Promise<void> {
    while (this.#open.length >= PIPELINE_LIMIT) await this.changed();
  }

  /** Tells all that the connection is over. */
  end(): void {
    for (const { answered } of this.#open) answered('over');
  }

  #tell(): void {
    const changed = this.#changed;
    this.#changed = Promise.withResolvers();
    changed.resolve();
  }
}
