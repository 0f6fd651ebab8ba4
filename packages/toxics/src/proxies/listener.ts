import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { systemCode } from '@pod-contagion/errors';
import { ToxicsError } from '../errors.ts';
import { MAX_CONNECTIONS } from '../limits.ts';
import { formatAddress, type Address } from './address.ts';
import { SOCKET_OPTIONS } from './connection.ts';

/** What Go's net says, and so Toxiproxy, where an address can't be listened on. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'cannot assign requested address',
  EACCES: 'permission denied',
};

/** A proxy's open listener. */
export type Listener = Readonly<{
  /** Where, with the port that it has got. */
  address: Address;
  /** Accepts no more. */
  close: () => void;
}>;

/**
 * Opens a listener; what it accepts has not been read from yet.
 * @throws {ToxicsError} TOXICS_LISTEN
 */
export function listen(
  { host, port }: Address,
  onClient: (client: Socket) => void,
  onTooMany: () => void,
): Promise<Listener> {
  const server = createServer({ ...SOCKET_OPTIONS, pauseOnConnect: true }, onClient);
  server.maxConnections = MAX_CONNECTIONS;
  server.on('drop', onTooMany);
  const { promise, resolve, reject } = Promise.withResolvers<Listener>();
  // Later ones are of single connections, such as too many open files: the next is accepted again.
  server.on('error', (cause) => reject(explain(cause, { host, port })));
  server.listen({ host, port }, () => resolve({ address: addressOf(server), close: () => server.close() }));
  return promise;
}

function addressOf(server: Server): Address {
  const { address, port } = server.address() as AddressInfo;
  return { host: address, port };
}

function explain(cause: unknown, address: Address): ToxicsError {
  const code = systemCode(cause) ?? '';
  const message = `listen tcp ${formatAddress(address)}: bind: ${REASONS[code] ?? code}`;
  return new ToxicsError('TOXICS_LISTEN', message, { cause });
}
