import { spawn, type ChildProcess } from 'node:child_process';
import type { Order, OrderAnswer, Orders } from '../station/orders.ts';

/** Where the station's program lies in the guest. */
export const STATION_PROGRAM = '/station.mjs';

/** A process in one of the namespaces, which listens and calls as it is told. */
export class Station {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: OrderAnswer) => void>();
  #next = 0;

  constructor(namespace: string) {
    const args = ['netns', 'exec', namespace, 'node', STATION_PROGRAM];
    this.#child = spawn('ip', args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child.on('message', (answer: OrderAnswer) => {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
    this.#child.once('exit', () => {
      for (const [id, settle] of this.#waiting) settle({ id, error: 'the station has ended' });
    });
  }

  /** Has an order carried out; throws what went wrong there. */
  async ask<O extends keyof Orders>(order: O, input: Orders[O]['input']): Promise<Orders[O]['output']> {
    const id = this.#next++;
    const answer = await new Promise<OrderAnswer>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.send({ id, order, input } satisfies Order);
    });
    if (answer.error !== undefined) throw new Error(`${order}: ${answer.error}`);
    return answer.output as Orders[O]['output'];
  }

  end(): void {
    this.#child.disconnect();
  }
}
