/** Connections that were open before, in a pod that is a network namespace: who is reset, who is not, and what is left of it. */
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { NOT_ABLE } from '../network/testing/able.ts';
import { fault } from '../network/testing/fault.ts';
import { inside, OTHER, POD } from '../network/testing/namespaces.ts';
import { ALWAYS, requestFault, UNAVAILABLE } from '../requests/testing/fault.ts';
import { reportOf, TestPod, type Inside } from './testing/pod.ts';

const skip = NOT_ABLE === false ? missing('curl') : NOT_ABLE;

const FAIL_ALL = requestFault(
  { failure: { ...ALWAYS, how: UNAVAILABLE } },
  {},
  { sparesNode: true, resetsOpen: true },
);

function fail(pod: TestPod): Inside {
  return pod.agent({ order: 'fault', fault: FAIL_ALL, durationMs: 600_000 });
}

async function openOne(pod: TestPod, host: string, from?: string): Promise<Inside> {
  const client = pod.start('peer', 'open-connection-process.ts', [host, '8080', ...(from ? [from] : [])]);
  ask(client, '/early');
  await client.said('GET /early');
  return client;
}

function ask({ child }: Inside, path: string): void {
  child.stdin?.write(`${path}\n`);
}

t.test('who kept a connection open', { skip }, async (t) => {
  const pod = await TestPod.make(t);
  // Of others.
  for (const program of ['iptables', 'ip6tables'])
    inside(pod.spaces.pod, program, '-A', 'INPUT', '-p', 'udp', '--dport', '9', '-j', 'DROP');
  const before = await pod.rules();

  await t.test(
    'is reset at its next packet, by both families, and comes again; the node is not',
    async (t) => {
      const clients = [await openOne(pod, POD.v4), await openOne(pod, POD.v6)];
      const node = await openOne(pod, POD.v4, OTHER.v4);
      const agent = fail(pod);
      const { steps } = JSON.parse(await agent.said('"applied"')) as { steps: readonly string[] };
      t.same(steps.slice(-4), [
        'chain POD-RESET-ab12cd34 (IPv6)',
        'chain POD-RESET-ab12cd34 (IPv4)',
        'jump from INPUT to POD-RESET-ab12cd34 (IPv6)',
        'jump from INPUT to POD-RESET-ab12cd34 (IPv4)',
      ]);
      for (const client of clients) {
        ask(client, '/again');
        await client.said('ECONNRESET');
      }
      t.match(await pod.ask('/'), { code: 503 }, 'a new connection goes to the proxy');
      t.match(await pod.ask('/', '-6'), { code: 503 });
      ask(node, '/again');
      t.match(await node.said('GET /again'), /200 OK/);

      agent.child.kill('SIGTERM');
      const report = await reportOf(agent);
      t.match(report, { outcome: 'mended', effect: { hits: 2, resets: 2 } });
      t.ok(report.proof.every(({ gone }) => gone));
      t.equal(report.proof.length, 10);
      t.equal(await pod.rules(), before);
    },
  );

  await t.test('and what is left of an agent that was killed is found and undone', async (t) => {
    const agent = fail(pod);
    await agent.said('"applied"');
    agent.child.kill('SIGKILL');
    await agent.ended;
    t.match(await pod.rules(), /POD-RESET-ab12cd34/);
    const end = pod.agent({ order: 'end' }, 'cd34ab12');
    t.match(await reportOf(end), { outcome: 'mended' });
    t.equal(await pod.rules(), before);
  });

  await t.test('while a fault of the network is in the same table', async (t) => {
    const agent = fail(pod);
    await agent.said('"applied"');
    const drop = pod.agent(
      { order: 'fault', fault: fault({ do: 'drop' }, { peers: [OTHER.v4] }), durationMs: 600_000 },
      'cd34ab12',
    );
    await drop.said('"applied"');
    agent.child.kill('SIGTERM');
    t.match(await reportOf(agent), { outcome: 'mended' });
    t.match(await pod.rules(), /POD-CHAOS-cd34ab12/, 'it leaves the other alone');
    drop.child.kill('SIGTERM');
    t.match(await reportOf(drop), { outcome: 'mended' });
    t.equal(await pod.rules(), before);
  });
});
