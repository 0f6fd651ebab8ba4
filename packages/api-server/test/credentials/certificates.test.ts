import { execFileSync, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { apiServerHosts, createCertificates } from '../../src/credentials/certificates.ts';
import { formatKubeconfig } from '../../src/credentials/kubeconfig.ts';
import { createToken } from '../../src/credentials/token.ts';

const nowMs = Date.now();
const made = await createCertificates({ hosts: apiServerHosts('127.65.0.1'), nowMs });
const folder = t.testdir({ 'ca.crt': made.ca, 'server.crt': made.certificate });
const file = (name: string) => path.join(folder, name);

/** An API server of one answer, which notes the tokens it gets. */
const tokens: (string | undefined)[] = [];
const server = createServer({ cert: made.certificate, key: made.key }, (incoming, response) => {
  tokens.push(incoming.headers.authorization);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ major: '1', minor: '36', gitVersion: 'v1.36.2', platform: 'linux/amd64' }));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
t.teardown(() => {
  server.closeAllConnections();
  server.close();
});

t.test('the certificates say what they are for', async (t) => {
  const ca = new X509Certificate(made.ca);
  const certificate = new X509Certificate(made.certificate);
  t.ok(ca.ca);
  t.notOk(certificate.ca);
  t.ok(ca.verify(ca.publicKey));
  t.ok(certificate.verify(ca.publicKey));
  t.ok(certificate.checkIssued(ca));
  t.ok(certificate.checkHost('kubernetes.default.svc'));
  t.notOk(certificate.checkHost('example.com'));
  for (const ip of ['127.0.0.1', '::1', '127.65.0.1']) t.ok(certificate.checkIP(ip), ip);
  t.notOk(certificate.checkIP('127.0.0.2'));
  t.same(certificate.keyUsage, ['1.3.6.1.5.5.7.3.1']);
  for (const each of [ca, certificate]) {
    t.equal(each.validFromDate.getTime(), Math.floor((nowMs - 3_600_000) / 1000) * 1000);
    t.equal(each.validToDate.getTime(), Math.floor((nowMs + 365 * 86_400_000) / 1000) * 1000);
    t.ok(BigInt(`0x${each.serialNumber}`) > 0n && each.serialNumber.length <= 40);
  }
  t.not(ca.serialNumber, certificate.serialNumber);
});

t.test('Node accepts them', async (t) => {
  const get = (host: string, ca?: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port, ca, servername: host, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      outgoing.once('error', reject).end();
    });
  t.equal(await get('localhost', made.ca), 200);
  await t.rejects(get('localhost'), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  await t.rejects(get('example.com', made.ca), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
});

t.test('openssl accepts them', { skip: missing('openssl') }, async (t) => {
  const args = ['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_ip', '127.0.0.1'];
  const said = execFileSync('openssl', [...args, '-CAfile', file('ca.crt'), file('server.crt')]);
  t.match(said.toString(), /: OK/);
});

/** Runs a command while the server of this process answers; gives what it wrote and its exit code. */
async function run(command: string, args: string[]) {
  const child = spawn(command, args, { env: { ...process.env, HOME: folder } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

t.test('curl accepts them', { skip: missing('curl') }, async (t) => {
  const { code, output } = await run('curl', [
    '-sS',
    '--cacert',
    file('ca.crt'),
    `https://localhost:${port}/version`,
  ]);
  t.equal(code, 0, output);
  t.match(output, /v1\.36\.2/);
});

t.test('kubectl accepts them', { skip: missing('kubectl') }, async (t) => {
  const token = createToken();
  t.match(token, /^[\w-]{43}$/);
  const text = formatKubeconfig({ name: 'local', url: `https://127.0.0.1:${port}`, ca: made.ca, token });
  writeFileSync(file('config'), text);
  const { code, output } = await run('kubectl', ['--kubeconfig', file('config'), 'version']);
  t.equal(code, 0, output);
  t.match(output, /Server Version: v1\.36\.2/);
  t.equal(tokens.at(-1), `Bearer ${token}`);
});
