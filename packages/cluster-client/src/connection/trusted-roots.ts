import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../kubeconfig/files.ts';

/** Where systems keep the authorities they trust, in one file; the first that is there counts (Go, crypto/x509). */
const FILES: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * The authorities that this machine trusts, as PEM, where a cluster names none of its own: kubectl asks the machine,
 * Node.js has a list of its own. SSL_CERT_FILE and SSL_CERT_DIR count. Undefined where the machine has none.
 */
export async function trustedRoots(env: Environment): Promise<string[] | undefined> {
  const { SSL_CERT_FILE: file = '', SSL_CERT_DIR: folders = '' } = env;
  const found: string[] = [];
  for (const path of file === '' ? FILES : [file]) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    found.push(text);
    break;
  }
  for (const folder of folders.split(':').filter((path) => path !== '')) {
    const names = await readdir(folder).catch(() => []);
    const texts = names.map((name) => readFile(join(folder, name), 'utf8').catch(() => ''));
    found.push(...(await Promise.all(texts)).filter((text) => text.includes('BEGIN CERTIFICATE')));
  }
  return found.length === 0 ? undefined : found;
}
