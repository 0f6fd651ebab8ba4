import { readFlags } from '@pod-contagion/command-line';
import { describeError } from '@pod-contagion/errors';
import { openClusterFeed, openObservatoryServer, type Feed } from '@pod-contagion/observatory/serving';
import { OBSERVATORY_FLAGS, type ObservatoryFlags } from './flags.ts';
import { listenAddress, serviceNames } from './listen-address.ts';

/** Name of the Service in kubernetes/observatory. */
const SERVICE = 'observatory';

const HELP = `Serves the live page of a contagion, by the account of the pod that it runs in: kubernetes/observatory.

${Object.entries(OBSERVATORY_FLAGS)
  .map(([name, { valueName, help }]) => `  --${name} ${valueName ?? ''}  ${help}`)
  .join('\n')}
`;

/** Wrong usage, which ends with 2. */
class UsageError extends Error {}

function tell(event: string, fields: object): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
}

/** Tells each cause once why there is nothing to see: in a log there is no page. */
function tellTroubles(feed: Feed): void {
  let last: string | undefined;
  const onStatus = (): void => {
    const { trouble, state } = feed.status();
    const now = trouble?.kind ?? state;
    if (now === last) return;
    last = now;
    tell('status', { state, ...(trouble === null ? {} : { trouble: trouble.kind, message: trouble.text }) });
  };
  onStatus();
  feed.subscribe({ onFrame: () => undefined, onReset: onStatus, onStatus });
}

async function serve({ namespace, selector, address, host }: ObservatoryFlags): Promise<void> {
  const own = namespace ?? process.env['POD_NAMESPACE'];
  const feed = openClusterFeed({ namespace: own, selector: selector ?? 'app=podder' });
  const server = await openObservatoryServer({
    feed,
    address: listenAddress(address.host),
    port: address.port,
    hosts: [...host, ...serviceNames(SERVICE, process.env['POD_NAMESPACE'] ?? 'default')],
  });
  tell('serving', { url: server.url });
  tellTroubles(feed);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  tell('ending', {});
  await server.close();
  await feed.close();
}

try {
  const argv = process.argv.slice(2);
  if (argv.some((word) => word === '--help' || word === '-h')) process.stdout.write(HELP);
  else await serve(readFlags(OBSERVATORY_FLAGS, argv, (message) => new UsageError(message)));
  process.exit(0);
} catch (error) {
  process.stderr.write(`observatory: ${describeError(error)}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
}
