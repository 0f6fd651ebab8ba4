/**
 * Toxics that lose nothing lose nothing: whatever is sent in whatever pieces, and whichever of them come, change and go
 * meanwhile, what arrives is what was sent, in its order, and then the end.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { duplexPair, type Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import t from 'tap';
import fc from '../../../../scripts/testing/properties.ts';
import type { Toxic } from '../../src/kinds/toxic.ts';
import { readToxic } from '../../src/api/read-wishes.ts';
import { Ledger } from '../../src/links/ledger.ts';
import { Link } from '../../src/links/link.ts';
import { MAX_HELD_BYTES } from '../../src/limits.ts';
import { seededRandom } from '../../src/random.ts';
import { dial, readToEnd, setUp } from '../testing/sockets.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';

const lossless = fc.oneof(
  fc.record({
    type: fc.constant('latency'),
    attributes: fc.record({ latency: fc.nat({ max: 50 }), jitter: fc.nat({ max: 50 }) }),
  }),
  fc.record({ type: fc.constant('bandwidth'), attributes: fc.record({ rate: fc.nat({ max: 5 }) }) }),
  fc.record({
    type: fc.constant('slicer'),
    attributes: fc.record({
      average_size: fc.nat({ max: 40 }),
      size_variation: fc.nat({ max: 60 }),
      delay: fc.nat({ max: 3_000 }),
    }),
  }),
  fc.record({ type: fc.constant('slow_close'), attributes: fc.record({ delay: fc.nat({ max: 50 }) }) }),
  fc.record({ type: fc.constant('noop'), attributes: fc.constant({}) }),
);

/** What happens to a link: bytes come, time passes, toxics come, change and go. */
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('send' as const), length: fc.integer({ min: 1, max: 900 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat({ max: 60 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      toxic: lossless,
      toxicity: fc.constantFrom(0, 0.5, 1),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      which: fc.nat(),
      toxic: lossless,
      toxicity: fc.constantFrom(0, 0.5, 1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), which: fc.nat() }) },
);

/** Bytes that say where in the stream they are. */
function bytesFrom(start: number, length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => ((start + index) * 31) % 251));
}

t.test('a link, in virtual time', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(), async (steps, seed) => {
      const [writer, source] = duplexPair();
      const [sink, reader] = duplexPair();
      const clock = new VirtualClock();
      const ledger = new Ledger(MAX_HELD_BYTES);
      const totals = { receivedBytes: 0, sentBytes: 0 };
      const arrived: Buffer[] = [];
      const seen = { end: false };
      reader.on('data', (chunk: Buffer) => arrived.push(chunk)).on('end', () => void (seen.end = true));
      const random = seededRandom(seed);
      const cut = (side: Socket): void => side.destroySoon();
      const context = { clock, ledger, totals, random, reset: () => undefined, cut };
      const link = new Link(asSocket(source), asSocket(sink), context, []);
      link.start();
      const toxics: Toxic[] = [];
      let sent = 0;
      for (const each of steps) {
        if (each.do === 'send') {
          writer.write(bytesFrom(sent, each.length));
          sent += each.length;
          await turn();
        } else if (each.do === 'pass') {
          clock.pass(each.ms);
          await turn();
        } else if (each.do === 'add') {
          const toxic = readToxic({ ...each.toxic, name: String(toxics.length), toxicity: each.toxicity });
          toxics.push(toxic);
          link.add(toxic);
        } else {
          const toxic = toxics[each.which % toxics.length];
          if (toxic === undefined) continue;
          if (each.do === 'remove') {
            link.remove(toxic);
            toxics.splice(toxics.indexOf(toxic), 1);
          } else {
            // Of another type only what both know.
            toxic.toxicity = each.toxicity;
            if (each.toxic.type === toxic.type) toxic.attributes = each.toxic.attributes;
            link.change(toxic);
          }
        }
      }
      writer.end();
      // What lets nothing pass is taken away, and the rest has all the time it needs.
      for (const toxic of toxics.filter(({ attributes }) => attributes['rate'] === 0)) link.remove(toxic);
      for (let turns = 0; turns < 400 && !seen.end; turns++) {
        clock.pass(10_000);
        await turn();
      }
      const expected = bytesFrom(0, sent);
      const got = Buffer.concat(arrived);
      if (!got.equals(expected)) throw new Error(`expected ${sent} bytes as sent, got ${got.length}`);
      if (!seen.end) throw new Error('expected the end, got none');
      if (ledger.heldBytes !== 0) throw new Error(`expected nothing to be held, got ${ledger.heldBytes}`);
      if (clock.pending !== 0) throw new Error(`expected no timer, got ${clock.pending}`);
      if (totals.receivedBytes !== sent || totals.sentBytes !== sent) throw new Error('expected all counted');
    }),
    { numRuns: 300 },
  );
  t.pass('whole');
});

/** Streams in memory do what a link wants of sockets but for one thing, which comes with the end of a connection. */
function asSocket(stream: Duplex): Socket {
  return Object.assign(stream, { destroySoon: () => void stream.end() }) as unknown as Socket;
}

t.test('connections over real sockets, both ways at once', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(lossless, { maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 8 }),
      async (wanted, lengths) => {
        const { proxy, proxies, add } = await setUp(t, (socket) => void socket.pipe(socket));
        const client = await dial(t, proxy.listen);
        const ended = readToEnd(client);
        let sent = 0;
        for (const [index, length] of lengths.entries()) {
          client.write(bytesFrom(sent, length));
          sent += length;
          const toxic = wanted[index % (wanted.length + 1)];
          const stream = index % 2 === 0 ? 'upstream' : 'downstream';
          if (toxic !== undefined) add({ ...toxic, name: String(index), stream });
          await turn();
          const removed = proxy.toxics[index % 3];
          if (removed !== undefined && index % 2 === 1) proxy.removeToxic(removed);
        }
        client.end();
        // Those that are still there would take too long for this much.
        for (const toxic of proxy.toxics) proxy.removeToxic(toxic);
        const { how, data } = await ended;
        await proxies.close();
        if (how !== 'end' || !data.equals(bytesFrom(0, sent))) {
          throw new Error(`expected ${sent} bytes and the end, got ${data.length} and ${how}`);
        }
      },
    ),
    { numRuns: 25 },
  );
  t.pass('whole');
});
