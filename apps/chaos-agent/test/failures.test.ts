/** What fails in the middle, by a program that stands before the real iptables. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { DROP, startAgent } from './testing/agent.ts';
import { shimIptables } from './testing/iptables-shim.ts';
import { makePodNetwork, NO_POD_NETWORK, OUR_RULES } from './testing/pod-network.ts';

const options = { skip: NO_POD_NETWORK };
const SHORT = { ...DROP, durationMs: 500 };

t.test('a step that fails is undone with all before it', options, async (t) => {
  const pod = makePodNetwork(t);
  const { env } = shimIptables(
    t,
    'case "$NAME $*" in "iptables "*"-I OUTPUT"*) echo "No space left" >&2; exit 4;; esac',
  );
  const { code, message, lines } = await startAgent(t, DROP, { ...pod, env: { ...pod.env, ...env } }).ended;
  t.equal(code, 1);
  t.match(message, {
    outcome: 'mended',
    reason: 'error',
    error: { code: 'CHAOS_SET_UP', message: /No space left/ },
  });
  t.notOk(lines.some(({ event }) => event === 'applied'));
  t.notMatch(pod.rules(), OUR_RULES);
});

t.test('undoing that fails twice is tried again', options, async (t) => {
  const pod = makePodNetwork(t);
  const script =
    'case "$*" in *"-X "*) F=$0.$NAME; echo >> $F; [ $(wc -l < $F) -gt 2 ] || { echo busy >&2; exit 4; };; esac';
  const { env } = shimIptables(t, script);
  const { code, message } = await startAgent(t, SHORT, { ...pod, env: { ...pod.env, ...env } }).ended;
  t.equal(code, 0);
  t.match(message, { outcome: 'mended', reason: 'deadline' });
  t.notMatch(pod.rules(), OUR_RULES);
});

t.test('undoing that never works ends with 1 and says what may be left', options, async (t) => {
  const pod = makePodNetwork(t);
  const { env } = shimIptables(t, 'case "$NAME $*" in "iptables "*"-X "*) echo busy >&2; exit 4;; esac');
  const { code, message } = await startAgent(t, SHORT, { ...pod, env: { ...pod.env, ...env } }).ended;
  t.equal(code, 1);
  t.match(message, {
    outcome: 'left',
    reason: 'deadline',
    error: { code: 'CHAOS_NOT_ENDED', message: /busy/ },
  });
  const left = message?.proof.filter(({ gone }) => !gone) ?? [];
  t.match(left, [{ what: /chain POD-CHAOS-abcd1234 \(IPv4/ }]);
  t.match(pod.rules(), OUR_RULES);
});

t.test('a signal at any program that is run leaves nothing', options, async (t) => {
  const pod = makePodNetwork(t);
  const whole = shimIptables(t, '');
  await startAgent(t, SHORT, { ...pod, env: { ...pod.env, ...whole.env } }).ended;
  const calls = whole.calls();
  t.ok(calls > 20, `${calls} calls`);
  // A second apart each: some of them, other ones every time.
  const EVERY = 16;
  for (let at = 1 + (process.pid % EVERY); at <= calls; at += EVERY) {
    const { env } = shimIptables(
      t,
      `[ $N -eq ${at} ] && { real "$@"; CODE=$?; kill -TERM $PPID; exit $CODE; }`,
    );
    const { code, message } = await startAgent(t, SHORT, { ...pod, env: { ...pod.env, ...env } }).ended;
    t.ok(
      message !== undefined && ['mended', 'untouched'].includes(message.outcome),
      `at call ${at}: ${message?.outcome}`,
    );
    t.equal(code, message?.outcome === 'mended' ? 0 : 1);
    t.notMatch(pod.rules(), OUR_RULES);
  }
});

t.test(
  'an unexpected error of the agent itself ends the fault, as does a promise that nobody waits for',
  options,
  async (t) => {
    for (const mishap of ['throw new Error("mishap")', 'void Promise.reject(new Error("mishap"))']) {
      const pod = makePodNetwork(t);
      const sign = join(t.testdir({}), 'now');
      const script = `
        import { existsSync } from 'node:fs';
        const look = setInterval(() => {
          if (!existsSync(${JSON.stringify(sign)})) return;
          clearInterval(look);
          ${mishap};
        }, 20);`;
      const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
      const agent = startAgent(t, DROP, { ...pod, env: { ...pod.env, ...env } });
      await agent.line('applied');
      writeFileSync(sign, '');
      const { code, message } = await agent.ended;
      t.equal(code, 1);
      t.match(message, { outcome: 'mended', reason: 'error', error: { message: 'mishap' } });
      t.notMatch(pod.rules(), OUR_RULES);
    }
  },
);
