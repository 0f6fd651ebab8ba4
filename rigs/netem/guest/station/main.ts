/** A station: a process in a network namespace of its own that listens and calls as it is told by its parent. */
import { echoConnections, probeConnection } from './connections.ts';
import { echoDatagrams, probeDatagrams } from './datagrams.ts';
import type { Order, OrderAnswer, Orders } from './orders.ts';

type Carry = { [O in keyof Orders]: (input: Orders[O]['input']) => Promise<Orders[O]['output']> };

const CARRY: Carry = { echoDatagrams, echoConnections, probeDatagrams, probeConnection };

async function carryOut({ id, order, input }: Order): Promise<OrderAnswer> {
  try {
    const carry = CARRY[order] as (given: unknown) => Promise<unknown>;
    return { id, output: await carry(input) };
  } catch (error) {
    return { id, error: String(error) };
  }
}

async function answer(order: Order): Promise<void> {
  process.send?.(await carryOut(order));
}

process.on('message', (order: Order) => void answer(order));
process.on('disconnect', () => process.exit());
