/** The agent in a pod that is a network namespace, with a real server of TCP behind the redirect, and all rules read back. */
import t from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import type { ToxicFaultSpec, ToxicSpec } from '../../../src/faults/toxics/spec.ts';
import { parseToxic } from '../../../src/faults/toxics/parse.ts';
import { NOT_ABLE } from '../network/testing/able.ts';
import { OTHER, POD } from '../network/testing/namespaces.ts';
import { reportOf, TestPod, type Inside } from '../redirect/testing/pod.ts';
import { ALWAYS, requestFault, UNAVAILABLE } from '../requests/testing/fault.ts';

/** What the client's process tells. */
type Said = Readonly<{ what: string; bytes: number; text: string; ms: number }>;

function fault(...toxics: readonly string[]): ToxicFaultSpec {
  const read: readonly ToxicSpec[] = toxics.map(parseToxic);
  return { kind: 'toxics', interface: 'eth0', port: 8_080, toxics: read, except: [], sparesNode: true };
}

async function begin(pod: TestPod, of: ToxicFaultSpec, durationMs = 600_000): Promise<Inside> {
  const agent = pod.agent({ order: 'fault', fault: of, durationMs });
  await agent.said('"applied"');
  return agent;
}

/** A client's connection from the pod's peer. */
class Client {
  readonly #inside: Inside;

  constructor(pod: TestPod, ...args: readonly string[]) {
    this.#inside = pod.start('peer', 'tcp-client-process.ts', args);
  }

  static async open(pod: TestPod, host: string = POD.v4, ...more: readonly string[]): Promise<Client> {
    const client = new Client(pod, host, '8080', ...more);
    await client.said('"open"');
    return client;
  }

  send(line: string): void {
    this.#inside.child.stdin?.write(`${line}\n`);
  }

  async said(text: string | RegExp): Promise<Said> {
    return JSON.parse(await this.#inside.said(text)) as Said;
  }

  /** Asks, and waits for the answer. */
  async ask(line: string): Promise<Said> {
    this.send(line);
    return this.said(`${line} by`);
  }

  get ended(): Promise<unknown> {
    return this.#inside.ended;
  }
}

t.test('toxics in a pod', { skip: NOT_ABLE }, async (t) => {
  const pod = await TestPod.make(t, 'tcp-server-process.ts');
  const before = await pod.rules();
  const heard = (text: string): Promise<string> =>
    until(`the server to say ${text}`, () => pod.serverLines.find((line) => line.includes(text)));

  await t.test('latency both ways, by both families, and nothing else is touched', async (t) => {
    const early = await Client.open(pod);
    t.match(await early.ask('early'), { text: 'early by ::ffff:10.77.0.1\n' });
    const agent = await begin(pod, fault('latency,latency=150', 'latency,latency=150,upstream'));
    t.match(JSON.parse(agent.lines.find((line) => line.includes('"applied"')) ?? ''), {
      steps: [
        'proxy before port 8080',
        'chain POD-CHAOS-ab12cd34 (IPv6)',
        'chain POD-CHAOS-ab12cd34 (IPv4)',
        'connections through the proxy before port 8080',
        'jump from PREROUTING to POD-CHAOS-ab12cd34 (IPv6)',
        'jump from PREROUTING to POD-CHAOS-ab12cd34 (IPv4)',
      ],
    });
    for (const host of [POD.v4, POD.v6]) {
      const client = await Client.open(pod, host);
      const { ms, text } = await client.ask('hello');
      t.ok(ms >= 299, `${ms} ms`);
      t.match(text, `hello by ${host === POD.v4 ? '::ffff:' : ''}${host}`, 'the proxy asks within the pod');
      client.send('END');
      t.match(await client.said('bye'), { text: 'bye\n' }, 'whoever has said all still gets an answer');
      await client.ended;
    }
    const node = await Client.open(pod, POD.v4, OTHER.v4);
    t.match(await node.ask('node'), { text: `node by ::ffff:${OTHER.v4}` }, 'the node goes past the proxy');
    t.match(await early.ask('again'), { text: /by ::ffff:10\.77\.0\.1/ }, 'as does what was open before');

    const [asking, idle] = [await Client.open(pod), await Client.open(pod)];
    await idle.ask('idle');
    asking.send('wait');
    await until('the question to be there', () =>
      pod.serverLines.some((line) => /"data","bytes":5/.test(line)),
    );
    agent.child.kill('SIGTERM');
    const report = await reportOf(agent);
    t.match(await asking.said('wait by'), { text: /^wait/ }, 'an answer that is waited for comes');
    for (const client of [asking, idle]) t.match(await client.said('"end"'), { what: 'end' });
    t.match(report, {
      outcome: 'mended',
      reason: 'signal',
      effect: {
        hits: 4,
        unit: 'connections',
        letThrough: 1,
        toxics: {
          connections: 4,
          hit: 4,
          unanswered: 0,
          refused: 0,
          upstream: { receivedBytes: 22 },
          toxics: [
            { type: 'latency', stream: 'downstream', hit: 3 },
            { type: 'latency', stream: 'upstream', hit: 4 },
          ],
        },
      },
    });
    t.equal(report.proof.length, 6);
    t.ok(report.proof.every(({ gone }) => gone));
    t.equal(await pod.rules(), before);
    t.match(await early.ask('after'), { text: /^after/ }, 'what was open before is after');
  });

  await t.test(
    'slices upstream, a bandwidth and a limit downstream; it ends at its own deadline',
    async (t) => {
      const agent = await begin(
        pod,
        fault(
          'slicer,upstream,average_size=4,size_variation=1,delay=20000',
          'bandwidth,rate=100',
          'limit_data,bytes=30000',
        ),
        5_000,
      );
      const client = await Client.open(pod);
      const from = pod.serverLines.length;
      client.send('give 40000');
      const end = await client.said('"end"');
      t.equal(end.bytes, 30_000);
      // By the second of its parts; each takes 100 ms.
      t.ok(end.ms >= 250, `30,000 bytes at 100 KB/s, ${end.ms} ms`);
      const pieces = pod.serverLines.slice(from).filter((line) => line.includes('"data"'));
      t.ok(pieces.length > 1, `11 bytes in ${pieces.length} pieces`);
      const report = await reportOf(agent);
      t.match(report, {
        outcome: 'mended',
        reason: 'deadline',
        effect: {
          hits: 1,
          toxics: {
            upstream: { receivedBytes: 11, sentBytes: 11 },
            downstream: { sentBytes: 30_000 },
            toxics: [{ hit: 1 }, { hit: 1 }, { hit: 1 }],
          },
        },
      });
      t.equal(await pod.rules(), before);
    },
  );

  await t.test('a reset is a real one on both sides', async (t) => {
    const agent = await begin(pod, fault('reset_peer,timeout=100'));
    const client = await Client.open(pod);
    client.send('x');
    const { ms } = await client.said('ECONNRESET');
    t.ok(ms >= 99, `${ms} ms`);
    await heard('ECONNRESET');
    t.match(await reportOf(pod.agent({ order: 'end' }, 'yy12cd34')), { outcome: 'mended' });
    t.match(await reportOf(agent), { reason: 'asked', effect: { hits: 1 } });
  });

  await t.test(
    'a timeout lets nothing pass, a slow close waits, and who is not meant is spared',
    async (t) => {
      const agent = await begin(pod, fault('timeout,timeout=200', 'noop,upstream,toxicity=0.000001'));
      const client = await Client.open(pod);
      client.send('hello');
      t.match(await client.said('"end"'), { bytes: 0 });
      agent.child.kill('SIGTERM');
      t.match(await reportOf(agent), { effect: { hits: 1, toxics: { toxics: [{ hit: 1 }, { hit: 0 }] } } });

      const closing = await begin(pod, fault('slow_close,delay=300'));
      const last = await Client.open(pod);
      last.send('END');
      const bye = await last.said('bye');
      const end = await last.said('"end"');
      t.ok(end.ms >= 299, `${bye.ms} and ${end.ms} ms`);
      closing.child.kill('SIGTERM');
      t.match(await reportOf(closing), { effect: { hits: 1 } });
      t.equal(await pod.rules(), before);
    },
  );

  await t.test('who connects to nobody is reset, and nothing was hit', async (t) => {
    const agent = await begin(pod, { ...fault('latency,latency=1'), port: 8_081 });
    const client = new Client(pod, POD.v4, '8081');
    await client.said('ECONNRESET');
    agent.child.kill('SIGTERM');
    t.match(await reportOf(agent), { effect: { hits: 0, toxics: { connections: 1, unanswered: 1 } } });
  });

  await t.test(
    'after kill -9 of the agent another one finds its rules, of requests too, and ends them',
    async (t) => {
      const agent = await begin(pod, fault('latency,latency=1'));
      const requests = requestFault({ failure: { ...ALWAYS, how: UNAVAILABLE } });
      for (const order of ['fault', 'check'] as const) {
        const other = pod.agent(
          { order, fault: requests, ...(order === 'fault' && { durationMs: 1_000 }) },
          'zz12cd34',
        );
        t.match(await reportOf(other), { error: { code: 'CHAOS_CONFLICT', message: /active/ } }, order);
      }
      agent.child.kill('SIGKILL');
      await agent.ended;
      t.match(await pod.rules(), /POD-CHAOS-ab12cd34/);
      await new Client(pod, POD.v4, '8080').said('ECONNREFUSED');
      const second = await reportOf(
        pod.agent({ order: 'fault', fault: requests, durationMs: 1_000 }, 'zz12cd34'),
      );
      t.match(second, {
        outcome: 'untouched',
        error: { code: 'CHAOS_CONFLICT', message: /of run ab12cd34/ },
      });
      const ended = await reportOf(pod.agent({ order: 'end' }, 'yy12cd34'));
      t.match(ended, { outcome: 'mended', reason: 'asked' });
      t.equal(ended.proof.length, 4);
      t.equal(await pod.rules(), before);
      t.match(await (await Client.open(pod)).ask('hello'), { text: /^hello/ });
    },
  );
});
