/** What the network can throw at a podder: it goes on answering its probes, and is infected as ever afterwards. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { startProgram, type Program } from '../../../scripts/testing/program.ts';
import { infectionOf, sneezeAt } from '../../../scripts/testing/sneeze-at.ts';

/** Far more than the timeout of a probe in the manifests, since other programs may be busy, too; in milliseconds. */
const PROBE_TIMEOUT_MS = 30_000;

const SYMPTOMS_LATER = ['-symptomDelay=60000'];

function open(url: string): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname).on('error', () => {});
}

async function probe(t: Test, podder: Program, when: string): Promise<void> {
  const askedAt = performance.now();
  const answer = await fetch(`${podder.health}/liveness`, {
    headers: { connection: 'close' },
    signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
  });
  await answer.text();
  t.equal(answer.status, 200, `liveness ${when}: ${(performance.now() - askedAt).toFixed(0)} ms`);
}

async function infectsAsEver(t: Test, podder: Program): Promise<void> {
  t.match(await infectionOf(podder.health), { state: 'susceptible' });
  t.equal(await sneezeAt(podder.face, { strain: 'flu' }), 'eww\n');
  t.match(await infectionOf(podder.health), { state: 'incubating', strain: 'flu', generation: 1 });
  t.equal((await podder.kill('SIGTERM')).code, 143);
}

/** Sends bytes on a connection of its own and waits until the podder has closed it or answered. */
async function send(podder: Program, bytes: string | Uint8Array): Promise<string> {
  const socket = open(podder.face);
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
  socket.end(bytes);
  await new Promise((resolve) => socket.on('close', resolve).on('end', resolve));
  socket.destroy();
  return answer;
}

t.test('thousands of idle and of slow connections', async (t) => {
  const podder = await startProgram('generic', { args: SYMPTOMS_LATER });
  t.teardown(() => podder.child.kill('SIGKILL'));
  const sockets = Array.from({ length: 3000 }, () => open(podder.face));
  await Promise.all(sockets.map((socket) => Promise.race([once(socket, 'connect'), once(socket, 'close')])));
  await probe(t, podder, 'with 3000 idle connections');
  for (const socket of sockets) socket.write('POST /face HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\na');
  await probe(t, podder, 'with 3000 requests half sent');
  const rss = (await (await fetch(`${podder.health}/metrics`)).text()).match(
    /^process_resident_memory_bytes (\d+)/m,
  );
  t.comment(`resident: ${(Number(rss?.[1]) / 2 ** 20).toFixed(0)} MiB`);
  for (const socket of sockets) socket.destroy();
  await infectsAsEver(t, podder);
});

t.test('header floods, pipelines and bodies without end', async (t) => {
  const podder = await startProgram('generic', { args: SYMPTOMS_LATER });
  t.teardown(() => podder.child.kill('SIGKILL'));
  const headers = Array.from({ length: 5000 }, (_, index) => `x-${index}: ${'y'.repeat(50)}\r\n`).join('');
  t.match(await send(podder, `POST /face HTTP/1.1\r\nhost: x\r\n${headers}\r\n`), /^HTTP\/1\.1 431 /);
  const pipeline = 'POST /face?action=cough HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n'.repeat(2000);
  const answers = await send(podder, pipeline);
  t.equal(answers.split("I don't understand what you're doing.\n").length - 1, 2000);
  const chunk = `${(0x4000).toString(16)}\r\n${'a'.repeat(0x4000)}\r\n`;
  t.match(
    await send(
      podder,
      `POST /face HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${chunk.repeat(50)}`,
    ),
    /^HTTP\/1\.1 413 /,
  );
  await probe(t, podder, 'afterwards');
  await infectsAsEver(t, podder);
});

t.test('thousands of random requests', async (t) => {
  const podder = await startProgram('generic', { args: SYMPTOMS_LATER });
  t.teardown(() => podder.child.kill('SIGKILL'));
  // No letter c, so that no request can be a sneeze by chance.
  const text = fc.string({ unit: 'binary', maxLength: 60 }).map((value) => value.replaceAll('c', ''));
  const token = fc.constantFrom('GET', 'POST', 'PUT', 'PROPFIND', 'CONNECT', 'FOO', '');
  const header = fc.oneof(
    text,
    fc.constantFrom(
      'content-type: application/x-www-form-urlencoded',
      'content-type: multipart/form-data; boundary=x',
      'content-type: multipart/form-data',
      'content-type: \u0000',
      'content-length: 5',
      'content-length: -1',
      'content-length: 99999999999999999999',
      'transfer-encoding: chunked',
      'transfer-encoding: gzip',
      'expect: 100-continue',
      'upgrade: h2c',
      'connection: upgrade',
    ),
  );
  const body = fc.oneof(text, fc.constantFrom('a%tion=%', '--x\r\n\r\n--x--', 'a=1;b=2', 'zz\r\n', '\u0000'));
  const request = fc
    .tuple(token, text, fc.array(header, { maxLength: 5 }), body)
    .map(([method, path, lines, end]) => [`${method} /fa${path} HTTP/1.1`, ...lines, '', end].join('\r\n'));
  const toFace = fc
    .tuple(token, text, fc.array(header, { maxLength: 5 }), body)
    .map(([method, query, lines, end]) =>
      [`${method} /face?${query} HTTP/1.1`, 'host: x', ...lines, '', end].join('\r\n'),
    );
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => array.filter((byte) => byte !== 0x63));
  const seed = Date.now() % 2 ** 31;
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(request, toFace, bytes), { minLength: 20, maxLength: 20 }),
      async (batch) => {
        const answers = await Promise.all(batch.map((item) => send(podder, item)));
        answered += answers.filter((answer) => answer.startsWith('HTTP/1.1 ')).length;
        const failed = answers.find((answer) => / 5\d\d /.test(answer.slice(0, 14)));
        if (failed !== undefined) throw new Error(`answered ${failed}`);
        return podder.child.exitCode === null;
      },
    ),
    { numRuns: 150, seed },
  );
  t.ok(answered > 1000, `${answered} of 3000 were answered (seed ${seed})`);
  await probe(t, podder, 'after 3000 random requests');
  await infectsAsEver(t, podder);
});
