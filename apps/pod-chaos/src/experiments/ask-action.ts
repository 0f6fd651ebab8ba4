import { setTimeout as sleep } from 'node:timers/promises';
import type { Kubernetes } from '@pod-contagion/chaos';
import { describeError } from '@pod-contagion/errors';
import { choiceFlag, durationFlag, numberFlag, type FlagsTable } from '@pod-contagion/command-line';
import type { ActivityContext, Json, JsonObject, OwnAction } from '@pod-contagion/experiments';
import { usageError } from '../errors.ts';
import { checkedFlag } from '../flags/kinds.ts';
import { isLabelName } from '../flags/names.ts';
import { NAMESPACE_FLAG, SELECTOR_FLAG } from '../flags/targets.ts';
import { readArguments } from './arguments.ts';
import type { ActionPlace } from './place.ts';

type AskFlags = Readonly<{
  namespace: readonly string[];
  selector: string | undefined;
  service: string | undefined;
  port: number | undefined;
  path: string | undefined;
  method: 'GET' | 'POST' | undefined;
  count: number | undefined;
  timeout: number | undefined;
  for: number | undefined;
}>;

/** The arguments of `ask`. */
export const ASK_FLAGS: FlagsTable<AskFlags> = {
  namespace: NAMESPACE_FLAG,
  selector: SELECTOR_FLAG,
  service: checkedFlag(
    'name',
    'the name of a Service',
    'One request to this Service, instead of one to each pod.',
    isLabelName,
  ),
  port: numberFlag({ min: 1, max: 65_535 }, 'Port of the pods, or of the Service.'),
  path: checkedFlag('path', 'a path such as /infection', 'Path and query; default /.', (text) =>
    text.startsWith('/'),
  ),
  method: choiceFlag(['GET', 'POST'], 'Default GET.'),
  count: numberFlag({ min: 1, max: 10_000 }, 'How many pods, those that are ready first; default: all.'),
  timeout: durationFlag(
    { minMs: 10, maxMs: 60_000, described: '10ms to 1m' },
    'How long each may take; default 2s.',
  ),
  for: durationFlag(
    { minMs: 1, maxMs: 600_000, described: '1ms to 10m' },
    'Asks pods again each second for this long, and gives all answers; default: once.',
  ),
};

/** From one round of requests to the next, in ms. */
const ROUND_MS = 1_000;

/** How long a pod may take where nobody says, in ms. */
const TIMEOUT_MS = 2_000;

type AskedPod = Readonly<{
  metadata: Readonly<{ name: string; deletionTimestamp?: string }>;
  status?: Readonly<{ conditions?: readonly Readonly<{ type: string; status: string }>[] }>;
}>;

type AskPlan = Omit<AskFlags, 'port'> & Readonly<{ port: number; of: string }>;

/**
 * `ask`: a request to each pod by itself, or one to a Service, through the API server, so that it works from anywhere. Of pods
 * it gives a list of `{pod, status, body}`, of a Service `{status, body}`, the body as JSON where it is; who does not answer
 * has the status 0.
 */
export function askAction(place: ActionPlace): OwnAction {
  return {
    meaning: 'asks each pod, or a Service, through the API server',
    describe: (args) => {
      const { method = 'GET', port, path = '/', of } = readPlan(args);
      return `${method} ${path} of port ${port} of ${of}`;
    },
    async run(args, context) {
      const plan = readPlan(args);
      const kube = await place.connect();
      const [namespace = kube.namespace] = plan.namespace;
      const base = `/api/v1/namespaces/${namespace}`;
      if (plan.service !== undefined) return ask(kube, `${base}/services/${plan.service}`, plan, context);
      const untilMs = performance.now() + (plan.for ?? 0);
      const answers: Json[] = [];
      for (;;) {
        const pods = await podsToAsk(kube, base, plan, context.signal);
        // Of nobody everything is true.
        if (pods.length === 0 && answers.length === 0)
          throw new Error(`expected ${plan.of} in ${namespace}, got none`);
        const asked = pods.map(async (pod) =>
          Object.assign({ pod }, await ask(kube, `${base}/pods/${pod}`, plan, context)),
        );
        answers.push(...(await Promise.all(asked)));
        if (performance.now() + ROUND_MS > untilMs) return answers;
        await sleep(ROUND_MS, undefined, { signal: context.signal });
      }
    },
  };
}

function readPlan(args: JsonObject): AskPlan {
  const { port, ...flags } = readArguments(ASK_FLAGS, args);
  const { selector, service, count } = flags;
  if (port === undefined) throw usageError('expected a port, got none');
  if ((selector === undefined) === (service === undefined)) {
    throw usageError(`expected a selector or a service, got ${selector === undefined ? 'neither' : 'both'}`);
  }
  if (service !== undefined && count !== undefined)
    throw usageError('count expects a selector, got a service');
  return { ...flags, port, of: service === undefined ? `pods ${selector ?? ''}` : `Service ${service}` };
}

/** Names of the pods that are not going away, those that are ready first. */
async function podsToAsk(
  kube: Kubernetes,
  base: string,
  { selector = '', count }: AskPlan,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { listResource, createApiClient } = await import('@pod-contagion/cluster-client/requests');
  const place = { path: `${base}/pods`, query: { labelSelector: selector } };
  const { items } = await listResource<AskedPod>(createApiClient(kube.access), place, signal);
  return items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .toSorted((left, right) => Number(isReady(right)) - Number(isReady(left)))
    .slice(0, count)
    .map(({ metadata }) => metadata.name);
}

async function ask(
  { access }: Kubernetes,
  base: string,
  { port, path = '/', method = 'GET', timeout = TIMEOUT_MS }: AskPlan,
  { signal }: ActivityContext,
): Promise<{ status: number; body: Json }> {
  try {
    const answer = await access.ask({
      method,
      path: `${base}:${port}/proxy${path}`,
      signal,
      limitMs: timeout,
      wholeLimitMs: timeout,
    });
    return { status: answer.status, body: bodyOf(answer.text) };
  } catch (error) {
    if (signal.aborted) throw error;
    return { status: 0, body: describeError(error) };
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
