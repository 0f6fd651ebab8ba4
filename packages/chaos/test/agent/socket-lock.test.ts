/** Locks as abstract sockets: one holder in a network namespace, whatever others send it, gone with its process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import t, { type Test } from 'tap';
import { PATIENCE_MS, until } from '../../../../scripts/testing/until.ts';
import { missing } from '../../../../scripts/testing/needs.ts';
import { ANSWER_LIMIT_BYTES, LOCK_CONNECTION_LIMIT } from '../../src/agent/limits.ts';
import type { AgentReport } from '../../src/agent/lines.ts';
import type { LockAnswer, LockQuestion } from '../../src/agent/lock.ts';
import { SOCKET_LOCK } from '../../src/agent/socket-lock.ts';

// Abstract sockets.
const skip = missing('Linux');

/** Other tests of this machine have the same namespace. */
const nameOf = (t: Test): string => `test-${process.pid}-${t.name.replaceAll(/\W+/g, '-').slice(0, 40)}`;

const REPORT: AgentReport = {
  event: 'report',
  run: 'abcd1234',
  outcome: 'mended',
  reason: 'asked',
  endedAt: '2026-01-01T00:00:00.000Z',
  proof: [{ what: 'chain', gone: true }],
};

t.test('one holds it, others are told who, and it is free once released', { skip }, async (t) => {
  const name = nameOf(t);
  t.equal(await SOCKET_LOCK.ask(name, { who: true }, PATIENCE_MS), undefined, 'nobody holds it');
  const questions: LockQuestion[] = [];
  const held = await SOCKET_LOCK.take(name, async (question): Promise<LockAnswer> => {
    questions.push(question);
    return 'who' in question ? { run: 'abcd1234' } : { report: REPORT };
  });
  t.ok(held);
  t.equal(await SOCKET_LOCK.take(name, async () => ({ run: 'zzzz9999' })), undefined);
  t.same(await SOCKET_LOCK.ask(name, { who: true }, PATIENCE_MS), { run: 'abcd1234' });
  t.same(await SOCKET_LOCK.ask(name, { end: null }, PATIENCE_MS), { report: REPORT });
  t.same(await SOCKET_LOCK.ask(name, { end: 'zzzz9999' }, PATIENCE_MS), { report: REPORT });
  t.same(questions, [{ who: true }, { end: null }, { end: 'zzzz9999' }]);
  await held?.release();
  const again = await SOCKET_LOCK.take(name, async () => ({ run: 'zzzz9999' }));
  t.ok(again);
  await again?.release();
});

t.test('who waits for a report gets it, though it is released at once after it', { skip }, async (t) => {
  const name = nameOf(t);
  let tell = (_answer: LockAnswer): void => {};
  const reported = new Promise<LockAnswer>((resolve) => (tell = resolve));
  const asked: LockQuestion[] = [];
  const held = await SOCKET_LOCK.take(name, async (question) => {
    asked.push(question);
    return reported;
  });
  const waiting = [1, 2, 3].map(() => SOCKET_LOCK.ask(name, { end: null }, PATIENCE_MS));
  await until('three questions', () => asked.length === 3);
  t.equal(await SOCKET_LOCK.take(name, () => reported), undefined, 'it is held until it is released');
  tell({ report: REPORT });
  await held?.release();
  t.same(await Promise.all(waiting), [{ report: REPORT }, { report: REPORT }, { report: REPORT }]);
});

t.test('what is no question is not answered, and the lock holds', { skip }, async (t) => {
  const name = nameOf(t);
  let asked = 0;
  const held = await SOCKET_LOCK.take(name, async () => {
    asked++;
    return { run: 'abcd1234' };
  });
  for (const text of [
    'hello\n',
    '{}\n',
    '{"end":5}\n',
    '{"end":null,"who":true}\n',
    '[]\n',
    'x'.repeat(5_000),
  ]) {
    const socket = connect(`\0pod-chaos/${name}`);
    socket.on('error', () => {});
    let answer = '';
    socket.on('data', (data) => (answer += String(data)));
    socket.write(text);
    await once(socket, 'close');
    t.equal(answer, '', text.slice(0, 30));
  }
  const idle = Array.from({ length: 2 * LOCK_CONNECTION_LIMIT }, () =>
    connect(`\0pod-chaos/${name}`).on('error', () => {}),
  );
  t.equal(asked, 0);
  await held?.release();
  await until('all connections to be closed', () => idle.every(({ closed }) => closed));
  t.equal(await SOCKET_LOCK.ask(name, { who: true }, PATIENCE_MS), undefined);
});

t.test('an answer that no agent would give is refused, and so is none', { skip }, async (t) => {
  const name = nameOf(t);
  const answers: unknown[] = [
    { run: 'nobody' },
    { report: { event: 'report' } },
    5,
    'x'.repeat(2 * ANSWER_LIMIT_BYTES),
  ];
  for (const answer of answers) {
    const held = await SOCKET_LOCK.take(name, async () => answer as LockAnswer);
    await t.rejects(SOCKET_LOCK.ask(name, { who: true }, PATIENCE_MS), { code: 'CHAOS_CONFLICT' });
    await held?.release();
  }
  const silent = await SOCKET_LOCK.take(name, () => new Promise(() => {}));
  await t.rejects(SOCKET_LOCK.ask(name, { who: true }, 50), { code: 'CHAOS_TIMEOUT' });
  await silent?.release();
});

t.test('a holder that is killed frees it', { skip }, async (t) => {
  const name = nameOf(t);
  const module = new URL('../../src/agent/socket-lock.ts', import.meta.url).href;
  const script = `
    const { SOCKET_LOCK } = await import(${JSON.stringify(module)});
    await SOCKET_LOCK.take(${JSON.stringify(name)}, async () => ({ run: 'abcd1234' }));
    console.log('held');`;
  const child = spawn(
    process.execPath,
    ['--conditions=@pod-contagion/source', '--input-type=module', '-e', script],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await once(child.stdout, 'data');
  t.same(await SOCKET_LOCK.ask(name, { who: true }, PATIENCE_MS), { run: 'abcd1234' });
  t.equal(await SOCKET_LOCK.take(name, async () => ({ run: 'zzzz9999' })), undefined);
  child.kill('SIGKILL');
  await once(child, 'close');
  const held = await SOCKET_LOCK.take(name, async () => ({ run: 'zzzz9999' }));
  t.ok(held);
  await held?.release();
});
