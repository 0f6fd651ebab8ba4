import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Where br_netfilter says whether packets between the ports of a bridge pass the machine's packet filter. */
const BRIDGE_FILTER_SETTING = '/proc/sys/net/bridge/bridge-nf-call-iptables';

/** How long `iptables` may take, in milliseconds. */
const TIMEOUT_MS = 5_000;

/**
 * Says why packets from pod to pod may be dropped, as on machines with Docker: br_netfilter sends them through the
 * machine's FORWARD rules, whose policy Docker sets to DROP. Undefined where nothing speaks for that.
 */
export async function bridgeFilterNotice(): Promise<string | undefined> {
  try {
    if ((await readFile(BRIDGE_FILTER_SETTING, 'latin1')).trim() !== '1') return undefined;
  } catch {
    return undefined;
  }
  return (await forwardPolicy()) === 'DROP'
    ? `pods may not reach each other: ${BRIDGE_FILTER_SETTING} is 1 and the policy of the packet filter's FORWARD rules is DROP`
    : undefined;
}

/** The policy of the chain FORWARD; undefined where it cannot be read. */
function forwardPolicy(): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('iptables', ['-S', 'FORWARD'], { timeout: TIMEOUT_MS }, (_error, stdout) => {
      resolve(/^-P FORWARD (\w+)$/m.exec(stdout)?.[1]);
    });
  });
}
