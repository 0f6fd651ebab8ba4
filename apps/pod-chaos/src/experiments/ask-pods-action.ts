import type { Kubernetes } from '@pod-contagion/chaos';
import { describeError } from '@pod-contagion/errors';
import { choiceFlag, durationFlag, numberFlag, textFlag, type FlagsTable } from '@pod-contagion/command-line';
import type { ActivityContext, Json, JsonObject, OwnAction } from '@pod-contagion/experiments';
import { usageError } from '../errors.ts';
import { checkedFlag } from '../flags/kinds.ts';
import { NAMESPACE_FLAG, SELECTOR_FLAG } from '../flags/targets.ts';
import { readArguments } from './arguments.ts';
import type { ActionPlace } from './place.ts';

type AskFlags = Readonly<{
  namespace: readonly string[];
  selector: string | undefined;
  port: number | undefined;
  path: string | undefined;
  method: 'GET' | 'POST' | undefined;
  count: number | undefined;
  timeout: number | undefined;
}>;

/** The arguments of `ask-pods`. */
export const ASK_FLAGS: FlagsTable<AskFlags> = {
  namespace: NAMESPACE_FLAG,
  selector: SELECTOR_FLAG,
  port: numberFlag({ min: 1, max: 65_535 }, 'Port of the pods.'),
  path: checkedFlag('path', 'a path such as /infection', 'Path and query; default /.', (text) =>
    text.startsWith('/'),
  ),
  method: choiceFlag(['GET', 'POST'], 'Default GET.'),
  count: numberFlag({ min: 1, max: 10_000 }, 'How many pods, those that are ready first; default: all.'),
  timeout: durationFlag(
    { minMs: 10, maxMs: 60_000, described: '10ms to 1m' },
    'How long each may take; default 2s.',
  ),
};

/** How long a pod may take where nobody says, in ms. */
const TIMEOUT_MS = 2_000;

type AskedPod = Readonly<{
  metadata: Readonly<{ name: string; deletionTimestamp?: string }>;
  status?: Readonly<{ conditions?: readonly Readonly<{ type: string; status: string }>[] }>;
}>;

/**
 * `ask-pods`: a request to each pod by itself, through the API server, so that it works from anywhere. Gives a list of
 * `{pod, status, body}`, the body as JSON where it is; a pod that does not answer has the status 0.
 */
export function askPodsAction(place: ActionPlace): OwnAction {
  const read = (args: JsonObject): AskFlags & { port: number; selector: string } => {
    const { port, selector, ...flags } = readArguments(ASK_FLAGS, args);
    if (port === undefined) throw usageError('expected a port, got none');
    if (selector === undefined) throw usageError('expected a selector, got none');
    return { ...flags, port, selector };
  };
  return {
    meaning: 'asks each pod by itself, through the API server',
    describe: (args) => {
      const { method = 'GET', port, path = '/', selector } = read(args);
      return `${method} ${path} of port ${port} of pods ${selector}`;
    },
    async run(args, context) {
      const flags = read(args);
      const kube = await place.connect();
      const [namespace = kube.namespace] = flags.namespace;
      const { listResource, createApiClient } = await import('@pod-contagion/cluster-client/requests');
      const { items } = await listResource<AskedPod>(
        createApiClient(kube.access),
        { path: `/api/v1/namespaces/${namespace}/pods`, query: { labelSelector: flags.selector } },
        context.signal,
      );
      const there = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      const asked = there
        .toSorted((left, right) => Number(isReady(right)) - Number(isReady(left)))
        .slice(0, flags.count);
      return Promise.all(
        asked.map(({ metadata: { name } }) => ask(kube, { ...flags, namespace, name }, context)),
      );
    },
  };
}

async function ask(
  { access }: Kubernetes,
  {
    namespace,
    name,
    port,
    path = '/',
    method = 'GET',
    timeout = TIMEOUT_MS,
  }: Omit<AskFlags, 'namespace'> & Readonly<{ namespace: string; name: string; port: number }>,
  { signal }: ActivityContext,
): Promise<Json> {
  try {
    const answer = await access.ask({
      method,
      path: `/api/v1/namespaces/${namespace}/pods/${name}:${port}/proxy${path}`,
      signal,
      limitMs: timeout,
      wholeLimitMs: timeout,
    });
    return { pod: name, status: answer.status, body: bodyOf(answer.text) };
  } catch (error) {
    if (signal.aborted) throw error;
    return { pod: name, status: 0, body: describeError(error) };
  }
}

function bodyOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function isReady({ status }: AskedPod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
}
