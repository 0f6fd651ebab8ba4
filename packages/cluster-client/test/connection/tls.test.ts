/** Whom a connection trusts, and which certificate it shows, as both change. */
import { X509Certificate } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { accessFor, ask, base64, kubeconfigOf } from '../testing/ask.ts';
import { certificatesFor, openMirror } from '../testing/mirror.ts';

const certificates = await certificatesFor('127.0.0.1');
const CA = `certificate-authority-data: ${base64(certificates.ca)}`;
const fingerprintOf = (pem: string): string => new X509Certificate(pem).fingerprint256;

t.test('without an authority of its own, whom the machine trusts', async (t) => {
  const mirror = await openMirror(t, certificates);
  const root = t.testdir({
    it: kubeconfigOf(`server: "${mirror.url}"`),
    'ca.pem': certificates.ca,
    folder: { 'a.pem': certificates.ca, 'b.txt': 'nothing' },
  });
  const kubeconfig = join(root, 'it');
  t.equal(await ask(await accessFor(t, { kubeconfig, env: { SSL_CERT_FILE: join(root, 'ca.pem') } })), 200);
  t.equal(await ask(await accessFor(t, { kubeconfig, env: { SSL_CERT_DIR: join(root, 'folder') } })), 200);
  await t.rejects(ask(await accessFor(t, { kubeconfig, env: {} })));
});

t.test('what is trusted needs nobody above it: the certificate of the server itself', async (t) => {
  const mirror = await openMirror(t, certificates);
  const data = `certificate-authority-data: ${base64(certificates.certificate)}`;
  const root = t.testdir({ it: kubeconfigOf(`server: "${mirror.url}", ${data}`) });
  t.equal(await ask(await accessFor(t, { kubeconfig: join(root, 'it') })), 200);
});

t.test("a plug-in's certificate that is over is shown no more", async (t) => {
  const mirror = await openMirror(t, certificates);
  const [one, two] = [await certificatesFor('one'), await certificatesFor('two')];
  const answer = ({ certificate, key }: typeof one, until: string): string =>
    JSON.stringify({
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      status: { clientCertificateData: certificate, clientKeyData: key, expirationTimestamp: until },
    });
  const user =
    'exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin.sh, interactiveMode: Never}';
  const root = t.testdir({
    it: kubeconfigOf(`server: "${mirror.url}", ${CA}`, user),
    answer: answer(one, '2000-01-01T00:00:00Z'),
    'plugin.sh': '#!/bin/sh\ncat "$(dirname "$0")/answer"\n',
  });
  chmodSync(join(root, 'plugin.sh'), 0o755);
  const access = await accessFor(t, { kubeconfig: join(root, 'it'), env: process.env });
  await ask(access);
  writeFileSync(join(root, 'answer'), answer(two, '2999-01-01T00:00:00Z'));
  await ask(access);
  await ask(access);
  t.same(
    mirror.arrived.map(({ certificate }) => certificate),
    [one, two, two].map(({ certificate }) => fingerprintOf(certificate)),
  );
});
