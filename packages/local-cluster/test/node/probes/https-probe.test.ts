import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { createCertificates } from '@pod-contagion/api-server/serving';
import { httpProbe } from '../../../src/node/probes/http-probe.ts';

t.test('a certificate for somebody else, of an authority nobody knows, is no obstacle', async (t) => {
  const { certificate, key } = await createCertificates({ hosts: ['elsewhere'], nowMs: Date.now() });
  const server = createServer({ key, cert: certificate }, (request, response) => {
    response.statusCode = request.url === '/ill' ? 503 : 200;
    response.end('over TLS');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const probe = (path: string) =>
    httpProbe({ scheme: 'https', host: '127.0.0.1', port, path, timeoutMs: 60_000 });
  t.same(await probe('/'), { passed: true, output: 'over TLS' });
  t.same(await probe('/ill'), { passed: false, output: 'HTTP probe failed with statuscode: 503' });
});
