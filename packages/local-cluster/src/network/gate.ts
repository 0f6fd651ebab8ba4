import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Clock } from '@pod-contagion/api-server/objects';

/** How many connections may wait to be accepted; the system may allow fewer. */
const BACKLOG = 4096;

/** The first wait after a listener could not be opened, in milliseconds; it doubles up to the longest. */
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 10_000;

/** An address and port that connections are accepted at, or refused. */
export type Gate = Readonly<{
  /** Accepts connections from now on, or as soon as it can be. */
  open: () => void;
  /** Refuses new connections from now on; those accepted go on. */
  shut: () => void;
}>;

/** What a gate is for and whom it tells. */
export type GateOptions = Readonly<{
  host: string;
  port: number;
  clock: Clock;
  /** Gets sockets that do not read yet and may be closed in one direction. */
  onConnection: (socket: Socket) => void;
  /** Told once per opening, however often it is tried. */
  onFailure: (error: Error) => void;
}>;

/** Makes a gate that is shut. While it is, the system itself refuses, as a rule of kube-proxy's would. */
export function createGate({ host, port, clock, onConnection, onFailure }: GateOptions): Gate {
  let server: Server | undefined;
  let cancelRetry: (() => void) | undefined;
  let failures = 0;

  const listen = (): void => {
    cancelRetry = undefined;
    const candidate = createServer(
      { allowHalfOpen: true, pauseOnConnect: true, noDelay: true },
      onConnection,
    );
    server = candidate;
    candidate.on('listening', () => {
      // The listener may open only after it was shut: closing what is not open yet does nothing.
      if (server !== candidate) candidate.close();
      failures = 0;
    });
    candidate.on('error', (error) => {
      if (server !== candidate || candidate.listening) return;
      server = undefined;
      if (failures === 0) onFailure(error);
      cancelRetry = clock.schedule(Math.min(FIRST_RETRY_MS * 2 ** failures, MAX_RETRY_MS), listen);
      failures++;
    });
    candidate.listen({ host, port, backlog: BACKLOG, exclusive: true });
  };

  return {
    open: () => {
      if (server === undefined && cancelRetry === undefined) listen();
    },
    shut: () => {
      cancelRetry?.();
      cancelRetry = undefined;
      failures = 0;
      const open = server;
      server = undefined;
      if (open?.listening) open.close();
    },
  };
}
