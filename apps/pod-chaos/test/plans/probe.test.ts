import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { readFlags } from '@pod-contagion/command-line';
import { probeUrl } from '@pod-contagion/chaos/probe';
import { usageError } from '../../src/errors.ts';
import { PROBE_FLAGS } from '../../src/flags/probe.ts';
import { planProbe } from '../../src/plans/probe.ts';

const plan = (...argv: string[]) => planProbe(readFlags(PROBE_FLAGS, argv, usageError));

t.test('data is a form unless a header says otherwise, as with curl', async (t) => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers['content-type']}`);
    request.resume().on('end', () => response.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const once1 = ['--url', url, '--count', '1', '--connections', 'new'];
  for (const flags of [
    ['--data', 'action=achoo'],
    ['--data', '{}', '--header', 'Content-Type: application/json'],
    ['--data', 'x', '--method', 'PUT'],
    [],
  ]) {
    await probeUrl(plan(...once1, ...flags));
  }
  t.same(seen, [
    'POST application/x-www-form-urlencoded',
    'POST application/json',
    'PUT application/x-www-form-urlencoded',
    'GET undefined',
  ]);
});
