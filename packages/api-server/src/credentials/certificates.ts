import type { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { provideReflectMetadata } from './reflect-metadata.ts';

/** How long before now the certificates begin, in milliseconds: clocks of clients may be behind. */
const BACKDATE_MS = 3_600_000;

/** How long they are valid, in milliseconds: a year, as those that kubeadm makes. */
const VALIDITY_MS = 365 * 24 * 3_600_000;

const EC_P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const ECDSA_SHA256 = { name: 'ECDSA', hash: 'SHA-256' };

/** What an HTTPS server needs and what its clients trust; all PEM. */
export type Certificates = Readonly<{
  ca: string;
  certificate: string;
  key: string;
}>;

/** For whom and when certificates are made. */
export type CertificateOptions = Readonly<{
  /** DNS names and IP addresses the server is reached by; at least one. */
  hosts: readonly string[];
  nowMs: number;
}>;

/** What an API server is reached by. Source: cmd/kubeadm/app/util/pkiutil/pki_helpers.go (GetAPIServerAltNames). */
export function apiServerHosts(kubernetesServiceIp: string): string[] {
  return [
    '127.0.0.1',
    '::1',
    'localhost',
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
    kubernetesServiceIp,
  ];
}

/**
 * Makes a certificate authority and one server certificate of it, both EC P-256. The authority's key is thrown away:
 * nothing else can ever be signed with it.
 */
export async function createCertificates(options: CertificateOptions): Promise<Certificates> {
  const { hosts, nowMs } = options;
  provideReflectMetadata();
  // Loaded only now: it must find the functions above, and takes 60 ms.
  const x509 = await import('@peculiar/x509');
  const { KeyUsageFlags } = x509;
  const [caKeys, serverKeys] = await Promise.all([generateKeys(), generateKeys()]);
  const validity = { notBefore: new Date(nowMs - BACKDATE_MS), notAfter: new Date(nowMs + VALIDITY_MS) };

  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: serialNumber(),
    name: 'CN=pod-contagion-local-ca',
    keys: caKeys,
    signingAlgorithm: ECDSA_SHA256,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity,
    serialNumber: serialNumber(),
    subject: 'CN=kube-apiserver',
    issuer: ca.subject,
    publicKey: serverKeys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: ECDSA_SHA256,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        hosts.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const key = await crypto.subtle.exportKey('pkcs8', serverKeys.privateKey);
  return {
    ca: withNewline(ca.toString('pem')),
    certificate: withNewline(certificate.toString('pem')),
    key: withNewline(x509.PemConverter.encode(key, 'PRIVATE KEY')),
  };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(EC_P256, true, ['sign', 'verify']);
}

/** 16 random bytes, the first of them 1 to 127: Go refuses serial numbers that are not positive. Source: RFC 5280, 4.1.2.2. */
function serialNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return Buffer.from(bytes).toString('hex');
}

function withNewline(pem: string): string {
  return pem.endsWith('\n') ? pem : `${pem}\n`;
}
