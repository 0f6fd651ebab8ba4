import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Connector } from './connector.ts';

/** An agent of Node.js whose connections are those of a connector: for what becomes a WebSocket. */
export function socketAgent(connector: Connector, isSecure: boolean): HttpAgent {
  const agent = isSecure ? new HttpsAgent() : new HttpAgent();
  agent.createConnection = (_options, done) => {
    void connect(connector, done);
    return undefined;
  };
  return agent;
}

async function connect(
  connector: Connector,
  done?: (error: Error | null, socket: Duplex) => void,
): Promise<void> {
  let socket: Duplex;
  try {
    socket = await connector.open();
  } catch (error) {
    done?.(error as Error, undefined as never);
    return;
  }
  done?.(null, socket);
}
