import { describeError, systemCode } from '@pod-contagion/errors';
import type { AddressInfo } from 'node:net';
import { ObservatoryError } from '../../errors.ts';
import { createObservatoryApp, type AppOptions } from './app.ts';
import { findPageFolder, readPageFiles } from './page-files.ts';

/** Where it listens; all may be left out. */
export type ServerOptions = Omit<AppOptions, 'page'> &
  Readonly<{
    /** Default 127.0.0.1: whoever has an account on this machine sees it, and nobody else. */
    address?: string | undefined;
    /** Default 0: any that is free. */
    port?: number | undefined;
    /** Folder of the built page; default: the one that comes with this. */
    pageFolder?: string | undefined;
  }>;

/** A server that listens. */
export type ObservatoryServer = Readonly<{
  /** With a slash at its end. */
  url: string;
  close: () => Promise<void>;
}>;

/**
 * Serves a feed and the page that shows it. The feed is not closed with it.
 * @throws {ObservatoryError} OBSERVATORY_ADDRESS, OBSERVATORY_PAGE
 */
export async function openObservatoryServer(options: ServerOptions): Promise<ObservatoryServer> {
  const { address = '127.0.0.1', port = 0, pageFolder = findPageFolder(), ...rest } = options;
  const app = createObservatoryApp({ ...rest, page: await readPageFiles(pageFolder) });
  try {
    await app.listen({ host: address, port });
  } catch (cause) {
    await app.close();
    throw new ObservatoryError('OBSERVATORY_ADDRESS', whyNot(cause, address, port), { cause });
  }
  const bound = app.server.address() as AddressInfo;
  return { url: `http://${hostOf(address)}:${bound.port}/`, close: () => app.close() };
}

/** An address that stands for all of them is reached at loopback. */
function hostOf(address: string): string {
  if (address === '0.0.0.0' || address === '::') return '127.0.0.1';
  return address.includes(':') ? `[${address}]` : address;
}

function whyNot(cause: unknown, address: string, port: number): string {
  const code = systemCode(cause);
  if (code === 'EADDRINUSE') return `expected a free port, got ${port} of ${address}, where somebody listens`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `expected an address of this machine, got ${address}`;
  }
  if (code === 'EACCES') return `expected a port that may be used, got ${port} of ${address}`;
  return `can't listen on ${address}, port ${port}: ${describeError(cause)}`;
}
