import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { jsonLines, run, start } from '../testing/command-line.ts';

async function serve(t: Test, status: number): Promise<string> {
  const server = createServer((_request, response) => void response.writeHead(status).end());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

t.test('what answers, and what does not', async (t) => {
  const url = await serve(t, 200);
  const right = await run(['probe', url, '--count', '3', '--rate', '50', '--fail-after', '0']);
  t.match(right, { code: 0, err: '' });
  t.match(right.out, /3 sent, 3 answered, 0 failed/);
  const ill = await serve(t, 500);
  t.match(await run(['probe', ill, '--count', '3', '--rate', '50', '--fail-after', '0']), { code: 1 });
  t.match(await run(['probe', ill, '--count', '3', '--rate', '50']), { code: 0 });
});

t.test('JSON lines', async (t) => {
  const url = await serve(t, 200);
  const { code, out } = await run([
    'probe',
    '--json',
    '--samples',
    '--count=2',
    '--rate=50',
    '--connections=kept',
    url,
  ]);
  t.equal(code, 0);
  t.match(jsonLines(out), [
    { event: 'sample', connection: 'kept', status: 200 },
    { event: 'sample', connection: 'kept', status: 200 },
    { event: 'report', url, connections: [{ connection: 'kept', sent: 2, answered: 2 }] },
    { event: 'end', exitCode: 0 },
  ]);
});

t.test('until a signal: it reports, and ends with 130 or 143', async (t) => {
  const url = await serve(t, 200);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const probe = start(['probe', url, '--json', '--samples']);
    await probe.said(/"sample"/);
    probe.child.kill(signal);
    const ended = await probe.ended;
    t.equal(ended.code, code);
    t.match(jsonLines(ended.out).slice(-2), [
      { event: 'report', interrupted: true },
      { event: 'end', exitCode: code },
    ]);
  }
});

t.test('wrong usage', async (t) => {
  const cases: [string[], string][] = [
    [[], 'expected a URL, such as http://10.0.0.1:8080/, got none'],
    [['ftp://x'], 'expected a URL such as http://10.0.0.1:8080/path, got "ftp://x"'],
    [['http://x', '--samples'], '--samples expects --json, got it alone'],
    [['http://x', '--rate', '0'], '--rate expects requests a second from 0.01 to 1000, got "0"'],
    [['http://x', '--header', 'x'], '--header expects a header, such as \'accept: text/html\', got "x"'],
    [['http://x', 'http://y'], '--url expects to be given once, got it 2 times'],
  ];
  const ended = await Promise.all(cases.map(([argv]) => run(['probe', ...argv])));
  for (const [index, [argv, message]] of cases.entries()) {
    t.match(ended[index], { code: 2, out: '', err: `pod-chaos: ${message}\n` }, argv.join(' '));
  }
});
