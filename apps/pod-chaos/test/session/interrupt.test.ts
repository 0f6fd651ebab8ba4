import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import t, { type Test } from 'tap';
import { createInterrupt, type Interrupt, type SignalSource } from '../../src/session/interrupt.ts';

function start(t: Test): { source: EventEmitter; out: Writable; interrupt: Interrupt; told: string[] } {
  const source = new EventEmitter();
  const out = new Writable({ write: (_chunk, _encoding, done) => done() });
  const told: string[] = [];
  const interrupt = createInterrupt(source as SignalSource, [out], (reason) => void told.push(reason));
  t.teardown(() => interrupt.release());
  return { source, out, interrupt, told };
}

t.test('the first signal aborts, the second settles', async (t) => {
  const { source, interrupt, told } = start(t);
  t.notOk(interrupt.signal.aborted);
  t.equal(interrupt.reason, undefined);
  source.emit('SIGTERM');
  t.ok(interrupt.signal.aborted);
  t.equal(interrupt.reason, 'SIGTERM');
  source.emit('SIGINT');
  t.equal(await interrupt.again, 'SIGINT');
  t.equal(interrupt.reason, 'SIGTERM');
  t.same(told, ['SIGTERM']);
});

t.test('a closed pipe interrupts once and is no second signal', async (t) => {
  const { source, out, interrupt } = start(t);
  const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  out.emit('error', broken);
  out.emit('error', broken);
  t.equal(interrupt.reason, 'SIGPIPE');
  const none = Symbol('none');
  t.equal(await Promise.race([interrupt.again, Promise.resolve(none)]), none);
  t.throws(() => out.emit('error', new Error('disk full')), { message: 'disk full' });
  source.emit('SIGINT');
  t.equal(await interrupt.again, 'SIGINT');
});

t.test('signals are left to Node.js afterwards', async (t) => {
  const { source, out, interrupt } = start(t);
  interrupt.release();
  t.same(source.eventNames(), []);
  t.equal(out.listenerCount('error'), 0);
});
