/** The agent in a pod that is a network namespace, with a real server, curl as its caller, and all rules read back. */
import t from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import { missing } from '../../../../../scripts/testing/needs.ts';
import type { RequestFaultSpec } from '../../../src/faults/requests/spec.ts';
import { NOT_ABLE } from '../network/testing/able.ts';
import { inside, OTHER, POD } from '../network/testing/namespaces.ts';
import { ALWAYS, requestFault, UNAVAILABLE } from './testing/fault.ts';
import { reportOf, TestPod, type Inside } from '../redirect/testing/pod.ts';

const skip = NOT_ABLE === false ? missing('curl') : NOT_ABLE;

const FAIL = requestFault(
  { failure: { ...ALWAYS, how: UNAVAILABLE } },
  { paths: ['/api'] },
  { sparesNode: true },
);

function begin(pod: TestPod, fault: RequestFaultSpec, durationMs = 600_000): Inside {
  return pod.agent({ order: 'fault', fault, durationMs });
}

t.test('an agent in a pod', { skip }, async (t) => {
  const pod = await TestPod.make(t);
  // Of others; none of them has the kernel track connections, so that those which are open already look new to it.
  inside(pod.spaces.pod, 'iptables', '-t', 'nat', '-A', 'PREROUTING', '-p', 'udp', '-j', 'RETURN');
  inside(pod.spaces.pod, 'ip6tables', '-A', 'INPUT', '-p', 'udp', '--dport', '9', '-j', 'DROP');
  const before = await pod.rules();

  await t.test('requests fail by both families, and nothing else is touched', async (t) => {
    const early = pod.start('peer', 'open-connection-process.ts', [POD.v4, '8080']);
    early.child.stdin?.write('/api/early\n');
    await early.said('GET /api/early');
    const agent = begin(pod, FAIL);
    const applied = await agent.said('"applied"');
    t.match(JSON.parse(applied), {
      steps: [
        'proxy before port 8080',
        'chain POD-CHAOS-ab12cd34 (IPv6)',
        'chain POD-CHAOS-ab12cd34 (IPv4)',
        'requests through the proxy before port 8080',
        'jump from PREROUTING to POD-CHAOS-ab12cd34 (IPv6)',
        'jump from PREROUTING to POD-CHAOS-ab12cd34 (IPv4)',
      ],
    });

    t.match(await pod.ask('/api/x'), { code: 503, body: 'not now' });
    t.match(await pod.ask('/api/x', '-6'), { code: 503, body: 'not now' });
    t.match(await pod.ask('/other'), { code: 200, body: `GET /other by ::ffff:${POD.v4}` });
    t.match(await pod.ask('/other', '-6'), { code: 200, body: `GET /other by ${POD.v6}` });
    // From the node, past the proxy.
    t.match(await pod.ask('/api/x', '--interface', OTHER.v4), {
      code: 200,
      body: `GET /api/x by ::ffff:${OTHER.v4}`,
    });
    early.child.stdin?.write('/api/again\n');
    t.match(await early.said('GET /api/again'), /200 OK.*by ::ffff:10\.77\.0\.1/, 'it was open before');

    agent.child.kill('SIGTERM');
    const report = await reportOf(agent);
    t.match(report, {
      outcome: 'mended',
      reason: 'signal',
      effect: {
        hits: 2,
        unit: 'requests',
        letThrough: 1,
        requests: { seen: 4, hit: 2, failed: 2, unread: 0 },
      },
    });
    t.equal(report.proof.length, 6);
    t.ok(report.proof.every(({ gone }) => gone));
    t.equal(await pod.rules(), before);
    t.match(await pod.ask('/api/x'), { code: 200 });
    early.child.stdin?.write('/api/after\n');
    t.match(await early.said('GET /api/after'), /200 OK/, 'and is after');
  });

  await t.test('what is in flight at its end is finished, by both families', async (t) => {
    const held = requestFault({ delay: { averageMs: 60_000, variationMs: 0 } }, { paths: ['/wait'] });
    const agent = begin(pod, held);
    await agent.said('"applied"');
    const asked = ['-4', '-6'].map((family) => pod.ask('/wait', family));
    await until('both to be there', () =>
      ['iptables', 'ip6tables'].every((program) => {
        const listed = inside(
          pod.spaces.pod,
          program,
          '-t',
          'nat',
          '-L',
          'POD-CHAOS-ab12cd34',
          '-v',
          '-x',
          '-n',
        );
        return /^ +1 .* REDIRECT /m.test(listed);
      }),
    );
    agent.child.kill('SIGTERM');
    const report = await reportOf(agent);
    for (const answer of await Promise.all(asked)) t.match(answer, { code: 200, body: /^GET \/wait/ });
    t.match(report, { outcome: 'mended', reason: 'signal', error: undefined });
    t.equal(await pod.rules(), before);
  });

  await t.test('it ends at its own deadline', async (t) => {
    const slow = requestFault({ delay: { averageMs: 200, variationMs: 100 } });
    const agent = begin(pod, slow, 3_000);
    await agent.said('"applied"');
    const { seconds, code } = await pod.ask('/');
    t.equal(code, 200);
    t.ok(seconds >= 0.1, `${seconds} s`);
    const http2 = await pod.ask('/', '--http2');
    t.match(http2, { code: 200 }, 'who offers HTTP/2 gets what the server takes');
    t.match(await reportOf(agent), {
      outcome: 'mended',
      reason: 'deadline',
      effect: { hits: 2, requests: { delayed: 2, seen: 2 } },
    });
    t.equal(await pod.rules(), before);
  });

  await t.test('after kill -9 of the agent another one finds its rules, and ends them', async (t) => {
    const agent = begin(pod, FAIL);
    await agent.said('"applied"');
    agent.child.kill('SIGKILL');
    await agent.ended;
    t.match(await pod.rules(), /POD-CHAOS-ab12cd34/);
    t.match(await pod.ask('/other'), { exit: 7 }, 'its port is refused: nobody stands there');
    const second = await reportOf(pod.agent({ order: 'fault', fault: FAIL, durationMs: 1_000 }, 'zz12cd34'));
    t.match(second, { outcome: 'untouched', error: { code: 'CHAOS_CONFLICT', message: /of run ab12cd34/ } });
    const ended = await reportOf(pod.agent({ order: 'end' }, 'yy12cd34'));
    t.match(ended, { outcome: 'mended', reason: 'asked' });
    t.equal(ended.proof.length, 4);
    t.equal(await pod.rules(), before);
    t.match(await pod.ask('/other'), { code: 200 });
  });

  await t.test(
    'started again after kill -9, as a container is, it undoes its former life and goes on',
    async (t) => {
      const killed = begin(pod, FAIL);
      await killed.said('"applied"');
      killed.child.kill('SIGKILL');
      await killed.ended;
      const again = begin(pod, FAIL);
      await again.said('"applied"');
      t.match(await pod.ask('/api/x'), { code: 503 });
      t.match(await pod.ask('/other'), { code: 200 });
      again.child.kill('SIGTERM');
      t.match(await reportOf(again), { outcome: 'mended', reason: 'signal', effect: { hits: 1 } });
      t.equal(await pod.rules(), before);
    },
  );

  t.test(
    'a further agent asks the first to end, and one that only looks changes nothing',
    { skip },
    async (t) => {
      t.match(await reportOf(pod.agent({ order: 'check', fault: FAIL })), {
        outcome: 'checked',
        error: undefined,
      });
      t.equal(await pod.rules(), before);
      const agent = begin(pod, FAIL);
      await agent.said('"applied"');
      t.match(await reportOf(pod.agent({ order: 'end' }, 'yy12cd34')), { outcome: 'mended' });
      t.match(await reportOf(agent), { outcome: 'mended', reason: 'asked' });
      t.equal(await pod.rules(), before);
    },
  );

  await t.test('rules that somebody else removes end the fault', async (t) => {
    const agent = begin(pod, FAIL);
    await agent.said('"applied"');
    inside(pod.spaces.pod, 'iptables', '-t', 'nat', '-F', 'PREROUTING');
    await until(
      'the end',
      () => agent.child.exitCode !== null || agent.lines.some((line) => line.includes('"report"')),
    );
    t.match(await reportOf(agent), { outcome: 'mended', reason: 'vanished' });
  });
});
