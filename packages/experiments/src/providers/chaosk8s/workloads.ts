import { setTimeout as sleep } from 'node:timers/promises';
import { type JsonObject, textOf } from '../../json.ts';
import type { Preview } from '../provider.ts';
import {
  failOr,
  NAMESPACE,
  optional,
  required,
  type ChaosFunction,
  type FunctionContext,
  type LookContext,
} from './function.ts';
import { workloadsOf, type ListedWorkload } from './lists.ts';

/** From one look at a workload to the next, in ms. */
const LOOK_MS = 250;

type Resource = 'deployments' | 'statefulsets';

const NAMED = { name: required('text'), ...NAMESPACE, label_selector: optional('text', null) } as const;

/** Looks once whether a workload is as it should be. */
function looks(
  resource: Resource,
  flag: string,
  isRight: (workload: ListedWorkload) => boolean,
): ChaosFunction {
  return {
    arguments: { ...NAMED, [flag]: optional('bool', true) },
    async run(args, context) {
      const name = textOf(args['name']);
      const found = await workloadsOf(context, resource, args);
      if (found.length === 0) return failOr(args[flag], `${resource.slice(0, -1)} '${name}' was not found`);
      return found.every(isRight) || failOr(args[flag], `${resource.slice(0, -1)} '${name}' is not healthy`);
    },
  };
}

/** Waits until all of a workload is ready, or until it isn't. */
function waits(resource: Resource, flag: string, ready: boolean): ChaosFunction {
  return {
    arguments: { ...NAMED, timeout: optional('number', 30), [flag]: optional('bool', true) },
    async run(args, context) {
      const timeout = Number(args['timeout']);
      const untilMs = performance.now() + timeout * 1_000;
      for (;;) {
        const found = await workloadsOf(context, resource, args);
        if (found.some(({ spec, status }) => (status?.readyReplicas === spec.replicas) === ready))
          return true;
        if (performance.now() > untilMs) {
          const did = ready ? 'become ready' : 'stop being ready';
          return failOr(
            args[flag],
            `${resource.slice(0, -1)} '${textOf(args['name'])}' did not ${did} within ${timeout} s`,
          );
        }
        await sleep(LOOK_MS, undefined, { signal: context.signal });
      }
    },
  };
}

async function patch(
  context: FunctionContext,
  resource: Resource,
  args: JsonObject,
  body: object,
): Promise<null> {
  const { name, ns } = args;
  const place = `/apis/apps/v1/namespaces/${encodeURIComponent(textOf(ns))}/${resource}`;
  await context.api.json({
    method: 'PATCH',
    path: `${place}/${encodeURIComponent(textOf(name))}`,
    body,
    contentType: 'application/merge-patch+json',
    signal: context.signal,
  });
  return null;
}

/** Looks at the workload that would be changed; one that is not there can't be. */
async function previewChange(
  args: JsonObject,
  context: LookContext,
  resource: Resource,
  change: (replicas: number) => string,
): Promise<Preview> {
  const what = `${resource.slice(0, -1)} ${textOf(args['ns'])}/${textOf(args['name'])}`;
  const [found] = await workloadsOf(context, resource, args);
  if (found === undefined) return { lines: [`would fail: there is no ${what}`], isRefused: true };
  return { lines: [`would ${change(found.spec.replicas ?? 1)} ${what}`], isRefused: false };
}

function scales(resource: Resource): ChaosFunction {
  return {
    arguments: { name: required('text'), replicas: required('whole'), ...NAMESPACE },
    preview: (args, context) =>
      previewChange(args, context, resource, (from) => `scale from ${from} to ${textOf(args['replicas'])}`),
    run: (args, context) => patch(context, resource, args, { spec: { replicas: args['replicas'] ?? null } }),
  };
}

const rollout: ChaosFunction = {
  arguments: { name: required('text'), ...NAMESPACE },
  preview: (args, context) =>
    previewChange(args, context, 'deployments', (replicas) => `replace all ${replicas} pods of`),
  run(args, context) {
    const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
    return patch(context, 'deployments', args, { spec: { template: { metadata: { annotations } } } });
  },
};

/** `chaosk8s.deployment.actions`. */
export const DEPLOYMENT_ACTIONS: Readonly<Record<string, ChaosFunction>> = {
  scale_deployment: scales('deployments'),
  rollout_deployment: rollout,
};

/** `chaosk8s.deployment.probes`. */
export const DEPLOYMENT_PROBES: Readonly<Record<string, ChaosFunction>> = {
  deployment_available_and_healthy: looks(
    'deployments',
    'raise_on_unavailable',
    ({ spec, status }) => status?.availableReplicas === spec.replicas,
  ),
  deployment_partially_available: looks(
    'deployments',
    'raise_on_not_partially_available',
    ({ status }) => (status?.availableReplicas ?? 0) >= 1,
  ),
  deployment_fully_available: waits('deployments', 'raise_on_not_fully_available', true),
  deployment_not_fully_available: waits('deployments', 'raise_on_fully_available', false),
};

/** `chaosk8s.statefulset.actions`. */
export const STATEFULSET_ACTIONS: Readonly<Record<string, ChaosFunction>> = {
  scale_statefulset: scales('statefulsets'),
};

/** `chaosk8s.statefulset.probes`. */
export const STATEFULSET_PROBES: Readonly<Record<string, ChaosFunction>> = {
  statefulset_fully_available: waits('statefulsets', 'raise_on_not_fully_available', true),
  statefulset_not_fully_available: waits('statefulsets', 'raise_on_fully_available', false),
};
