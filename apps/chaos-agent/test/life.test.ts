/** The life of a network fault, by real rules in a network namespace: whatever ends it, nothing is left. */
import t from 'tap';
import { CAUGHT_SIGNALS } from '../../../packages/chaos/src/agent/machine/interruptions.ts';
import { DROP, END_ALL, RUN, startAgent } from './testing/agent.ts';
import { makePodNetwork, NO_POD_NETWORK, OUR_RULES } from './testing/pod-network.ts';

const options = { skip: NO_POD_NETWORK };

t.test('until its deadline', options, async (t) => {
  const pod = makePodNetwork(t);
  const agent = startAgent(t, { ...DROP, durationMs: 1_500 }, pod);
  t.match(await agent.line('applied'), { run: RUN, steps: [/POD-CHAOS-abcd1234/] });
  const { code, lines, message, stderr } = await agent.ended;
  t.equal(code, 0);
  t.equal(stderr, '');
  t.match(message, { outcome: 'mended', reason: 'deadline', effect: { unit: 'packets' } });
  t.ok(message?.proof.every(({ gone }) => gone));
  t.same(lines.at(-1), message);
  t.notMatch(pod.rules(), OUR_RULES);
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const) {
  t.test(`until ${signal}; none of the signals that follow stops it from undoing`, options, async (t) => {
    const pod = makePodNetwork(t);
    const agent = startAgent(t, DROP, pod);
    await agent.line('applied');
    agent.child.kill(signal);
    await agent.line('ending');
    for (const further of CAUGHT_SIGNALS) agent.child.kill(further);
    const { code, message } = await agent.ended;
    t.equal(code, 0);
    t.match(message, { outcome: 'mended', reason: 'signal' });
    t.notMatch(pod.rules(), OUR_RULES);
  });
}

t.test('until another agent is told to end it; a third is refused meanwhile', options, async (t) => {
  const pod = makePodNetwork(t);
  const first = startAgent(t, DROP, pod);
  await first.line('applied');
  const second = await startAgent(t, { ...DROP, run: 'zzzz9999' }, pod).ended;
  t.equal(second.code, 1);
  t.match(second.message, {
    outcome: 'untouched',
    error: { code: 'CHAOS_CONFLICT', message: /run abcd1234/ },
  });
  const other = await startAgent(t, { ...END_ALL, target: 'zzzz9999' }, pod).ended;
  t.match(other.message, { outcome: 'untouched' });
  t.equal(other.code, 0);
  t.match(pod.rules(), OUR_RULES);
  const end = await startAgent(t, { ...END_ALL, target: RUN }, pod).ended;
  const { message, code } = await first.ended;
  t.match(message, { outcome: 'mended', reason: 'asked' });
  t.equal(code, 0);
  t.match(end.message, { run: END_ALL.run, outcome: 'mended', proof: message?.proof ?? [] });
  t.equal(end.code, 0);
  t.notMatch(pod.rules(), OUR_RULES);
});

t.test('after it was killed, by another agent; until then no further fault', options, async (t) => {
  const pod = makePodNetwork(t);
  const killed = startAgent(t, DROP, pod);
  await killed.line('applied');
  killed.child.kill('SIGKILL');
  t.match(await killed.ended, { signal: 'SIGKILL', message: undefined });
  t.match(pod.rules(), OUR_RULES);
  const further = await startAgent(t, { ...DROP, run: 'zzzz9999' }, pod).ended;
  t.match(further.message, {
    outcome: 'untouched',
    error: { code: 'CHAOS_CONFLICT', message: /abcd1234.*cleanup/ },
  });
  const end = await startAgent(t, END_ALL, pod).ended;
  t.equal(end.code, 0);
  t.equal(end.message?.outcome, 'mended');
  t.ok((end.message?.proof.length ?? 0) > 0);
  t.notMatch(pod.rules(), OUR_RULES);
  const again = await startAgent(t, END_ALL, pod).ended;
  t.match(again.message, { outcome: 'untouched', proof: [] });
  t.equal(again.code, 0);
});

t.test('never, where it comes too late', options, async (t) => {
  const pod = makePodNetwork(t);
  const { code, message } = await startAgent(t, { ...DROP, beginBeforeMs: Date.now() - 1 }, pod).ended;
  t.equal(code, 1);
  t.match(message, { outcome: 'untouched', error: { code: 'CHAOS_AGENT_NOT_STARTED' } });
  t.notMatch(pod.rules(), OUR_RULES);
});

t.test('a log that is closed, and one that nobody reads', options, async (t) => {
  const pod = makePodNetwork(t);
  const closed = startAgent(t, { ...DROP, durationMs: 6_000 }, pod);
  await closed.line('applied');
  closed.child.stdout?.destroy();
  const { code, message } = await closed.ended;
  t.equal(code, 0);
  t.match(message, { outcome: 'mended', reason: 'deadline' });

  // The pipe is full before the agent has said a word.
  const full = startAgent(
    t,
    { ...DROP, durationMs: 1_500 },
    {
      ...pod,
      enter: [...pod.enter, 'sh', '-c', 'timeout 1 yes; exec "$@"', 'sh'],
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const unread = await full.ended;
  t.equal(unread.code, 0);
  t.match(unread.message, { outcome: 'mended', reason: 'deadline' });
  t.ok((unread.message?.proof.length ?? 0) > 0, 'it was in place');
  t.notMatch(pod.rules(), OUR_RULES);
});
