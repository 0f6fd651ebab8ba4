import { PodderError } from './errors.ts';
import { formatAddress, type ListenAddress } from './listen-address.ts';

/** Where sneezes go, and whether Kubernetes said so. */
export type ServiceAddress = Readonly<{ authority: string; discovered: boolean }>;

/**
 * Finds the Service named `podder` by the two variables that Kubernetes sets in every container started after
 * the Service exists. Without them it falls back to the podder's own face, as the original does: it will
 * hardly reach anybody, but nothing else is known.
 * @throws {PodderError} PODDER_USAGE where the variables are set but make no address.
 */
export function findService(
  env: Readonly<Record<string, string | undefined>>,
  face: ListenAddress,
): ServiceAddress {
  const host = env['PODDER_SERVICE_HOST'] ?? '';
  const port = env['PODDER_SERVICE_PORT'] ?? '';
  if (host === '' || port === '') return { authority: formatAddress(face), discovered: false };
  const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  if (!/^[\w.:-]+$/.test(host) || !/^[0-9]{1,5}$/.test(port) || !URL.canParse(`http://${authority}/`)) {
    throw new PodderError(
      'PODDER_USAGE',
      `PODDER_SERVICE_HOST and PODDER_SERVICE_PORT expect a host and a port, got ${JSON.stringify(host)} and ${JSON.stringify(port)}`,
    );
  }
  return { authority, discovered: true };
}
