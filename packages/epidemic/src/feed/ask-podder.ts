import { Agent } from 'undici';
import { MAX_REPORT_BYTES, POLL_INTERVAL_MS, POLL_TIMEOUT_MS } from '../limits.ts';
import { readReport } from '../report.ts';
import type { AskPodder } from './poller.ts';

/** Asks podders over HTTP at their own address, one lasting connection each, as new ones cost both sides more. */
export function createAskPodder(): { ask: AskPodder; close: () => Promise<void> } {
  const agent = new Agent({
    connections: 1,
    keepAliveTimeout: 3 * POLL_INTERVAL_MS,
    maxResponseSize: MAX_REPORT_BYTES,
    connect: { timeout: POLL_TIMEOUT_MS },
  });
  return {
    async ask({ ip, port }, signal) {
      const host = ip.includes(':') ? `[${ip}]` : ip;
      const { statusCode, body } = await agent.request({
        origin: `http://${host}:${port}`,
        path: '/infection',
        method: 'GET',
        signal,
      });
      const text = await body.text();
      return statusCode === 200 ? readReport(text) : undefined;
    },
    close: () => agent.destroy(),
  };
}
