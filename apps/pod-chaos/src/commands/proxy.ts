import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { PROXY_FLAGS, type ProxyFlags } from '../flags/proxy.ts';
import { planProxy } from '../plans/proxy.ts';
import { serveProxy } from '../session/serve-proxy.ts';
import { withSession } from '../session/session.ts';

/** `pod-chaos proxy`: stands in front of services and is slow or broken on request; needs no cluster. */
export const proxyCommand: CommandDef = defineCommand({
  meta: {
    name: 'proxy',
    description: "Stands in front of TCP services and is slow or broken on request, by Toxiproxy's REST API",
  },
  args: describeFlags(PROXY_FLAGS),
  run: ({ rawArgs }) => proxy(readFlags(PROXY_FLAGS, rawArgs, usageError)),
});

async function proxy(flags: ProxyFlags): Promise<number> {
  const { seed, expose, duration: durationMs, json } = flags;
  const plan = await planProxy(flags);
  return withSession(json, async (session) => {
    const proxies = await serveProxy(plan, { seed, expose, durationMs }, session);
    const lines = proxies.map(
      ({ name, receivedBytes, sentBytes }) => `${name}: ${receivedBytes} bytes came, ${sentBytes} went on`,
    );
    session.output.result('report', { proxies }, lines);
    return 0;
  });
}
