/** When bytes go, to the millisecond: in virtual time. */
import t from 'tap';
import { KINDS } from '../../src/kinds/index.ts';
import { CHUNK_OVERHEAD_BYTES, MAX_PACED_BYTES } from '../../src/limits.ts';
import type { Stage } from '../../src/stages/stage.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';

type Gone = readonly [afterMs: number, what: string | number];

function setUp(type: string, attributes: Record<string, number>, random = () => 0.5) {
  const clock = new VirtualClock();
  const beginMs = clock.now();
  const gone: Gone[] = [];
  let heldBytes = 0;
  const after = (): number => Math.round((clock.now() - beginMs) * 1_000) / 1_000;
  const next = {
    take: (data: Buffer) => void gone.push([after(), data.length]),
    end: (ending: string) => void gone.push([after(), ending]),
  };
  const context = {
    clock,
    random,
    held: (bytes: number) => void (heldBytes += bytes),
    acted: () => undefined,
    reset: () => void gone.push([after(), 'reset']),
  };
  const told = { ...attributes };
  const stage = KINDS[type]?.createStage(next, context, () => told) as Stage;
  const send = (length: number): void => stage.take(Buffer.alloc(length), clock.now());
  return { clock, stage, gone, send, told, held: () => heldBytes };
}

t.test('latency: each at its own time, none before one that came before it, and the end last', async (t) => {
  const draws = [1 - 1e-9, 0, 0.5];
  const { clock, stage, gone, send, held } = setUp(
    'latency',
    { latency: 100, jitter: 50 },
    () => draws.shift() ?? 0,
  );
  send(1);
  clock.pass(10);
  send(2);
  send(3);
  stage.end('half');
  t.equal(held(), 6 + 3 * CHUNK_OVERHEAD_BYTES);
  clock.pass(1_000);
  t.same(gone, [
    [149, 1],
    [149, 2],
    [149, 3],
    [149, 'half'],
  ]);
  t.same([held(), clock.pending], [0, 0]);
});

t.test('bandwidth: at its rate, in parts of at most 100 ms, and no credit for silence', async (t) => {
  const { clock, stage, gone, send, told } = setUp('bandwidth', { rate: 1 });
  send(250);
  clock.pass(1_000);
  send(50);
  clock.pass(1_000);
  t.same(gone, [
    [100, 100],
    [200, 100],
    [250, 50],
    [1_050, 50],
  ]);
  told['rate'] = 0;
  stage.changed();
  send(10);
  clock.pass(10_000);
  t.equal(gone.length, 4);
  told['rate'] = 10;
  stage.changed();
  clock.pass(10);
  t.same(gone.at(-1)?.[1], 10);
});

t.test('slicer: a pause after each slice, in microseconds', async (t) => {
  const { clock, gone, send } = setUp('slicer', { average_size: 10, size_variation: 0, delay: 500 });
  send(40);
  clock.pass(100);
  t.same(
    gone.map(([, length]) => length),
    [10, 10, 10, 10],
  );
  const [first = 0, last = 0] = [gone[0]?.[0], gone.at(-1)?.[0]];
  t.ok(last - first >= 1.5 && last - first < 2, `${last - first} ms`);
});

t.test('it says when it is full, and lets go of all at once', async (t) => {
  const { stage, gone, send, held } = setUp('bandwidth', { rate: 0 });
  t.equal(stage.isFull, false);
  send(MAX_PACED_BYTES);
  t.equal(stage.isFull, true);
  stage.end('cut');
  stage.release('removed');
  t.same(gone, [
    [0, MAX_PACED_BYTES],
    [0, 'cut'],
  ]);
  t.equal(held(), 0);
});

t.test('an end of one half that becomes the end of both', async (t) => {
  const { clock, stage, gone, send } = setUp('latency', { latency: 10, jitter: 0 });
  send(1);
  stage.end('half');
  stage.end('cut');
  clock.pass(20);
  stage.end('cut');
  t.same(gone, [
    [10, 1],
    [10, 'cut'],
    [20, 'cut'],
  ]);
});
