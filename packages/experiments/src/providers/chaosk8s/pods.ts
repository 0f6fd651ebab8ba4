import { lookForTargets, type Target } from '@pod-contagion/chaos';
import { killPods } from '@pod-contagion/chaos/kill';
import { activityFailed } from '../../errors.ts';
import { isObject, type Json, type JsonObject, textOf } from '../../json.ts';
import { compilePythonPattern } from '../../values/python-pattern.ts';
import { hitOf } from '../hit-of.ts';
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
import { filledIn, podsOf, type ListedPod } from './lists.ts';
import { logsOf } from './logs.ts';

const SELECTOR = { label_selector: required('text'), ...NAMESPACE } as const;
const BY_NAME = {
  name: optional('text', null),
  ...NAMESPACE,
  label_selector: optional('text', 'name in ({name})'),
} as const;

/** What is asked of all pods of a selector; none at all is not as it should be. */
async function everyPod(
  context: FunctionContext,
  { ns, label_selector: selector }: JsonObject,
  fails: Json | undefined,
  wrong: (pod: ListedPod) => string | undefined,
): Promise<boolean> {
  const pods = await podsOf(context, textOf(ns), selector);
  if (pods.length === 0) return failOr(fails, `no pods '${textOf(selector)}' were found`);
  for (const pod of pods) {
    const why = wrong(pod);
    if (why !== undefined) return failOr(fails, `pod ${pod.metadata.name} ${why}`);
  }
  return true;
}

async function countPods(args: JsonObject, context: FunctionContext): Promise<number> {
  const { ns, label_selector: selector, phase } = args;
  const pods = await podsOf(context, textOf(ns), selector);
  return pods.filter(({ status }) => typeof phase !== 'string' || phase === '' || status.phase === phase)
    .length;
}

/** Deletes pods with this toolkit's own kill: by their UIDs, with Events, and never those of the system. */
async function terminatePods(args: JsonObject, context: FunctionContext): Promise<Json> {
  const { kube, signal } = context;
  const chosen = await choosePods(args, context);
  if (chosen.length === 0)
    throw activityFailed('expected a pod to terminate, got none that matches and runs');
  const grace = Number(args['grace_period']);
  const report = await killPods(
    kube,
    chosen,
    { mode: 'delete', gracePeriodSeconds: grace >= 0 ? grace : undefined },
    signal,
  );
  context.hit(hitOf(report));
  const failed = report.targets.find(({ outcome }) => outcome !== 'hit');
  if (failed !== undefined)
    throw activityFailed(`pod ${failed.pod.name}: ${failed.error?.message ?? failed.outcome}`);
  return report.targets.map(({ pod }) => pod.name);
}

/** Whom it would delete now; those that are drawn at random may be others then. */
async function previewTerminate(args: JsonObject, context: LookContext): Promise<Preview> {
  const chosen = await choosePods(args, context);
  const pods = chosen.map(({ namespace, name }) => `${namespace}/${name}`).join(', ');
  const random = args['rand'] === true && args['all'] !== true ? ', drawn at random' : '';
  if (chosen.length === 0) return { lines: ['would fail: no pod matches and runs'], isRefused: true };
  return { lines: [`would delete ${chosen.length}${random}: ${pods}`], isRefused: false };
}

/** Which pods, as `_select_pods` of chaosk8s/pod/actions.py has it: all that match, the first so many, or so many at random. */
async function choosePods(args: JsonObject, { kube, signal }: LookContext): Promise<readonly Target[]> {
  const { ns, label_selector: selector, name_pattern: pattern, all, rand, mode, order } = args;
  const qty = Number(args['qty']);
  if (qty < 0) throw activityFailed(`expected qty from 0, got ${qty}`);
  if (mode !== 'fixed' && mode !== 'percentage')
    throw activityFailed(`expected mode fixed or percentage, got ${JSON.stringify(mode)}`);
  if (order !== 'alphabetic' && order !== 'oldest')
    throw activityFailed(`expected order alphabetic or oldest, got ${JSON.stringify(order)}`);
  // The experiment says which and how many: caps are for choices that are left to the toolkit.
  const found = await lookForTargets(
    kube,
    {
      namespaces: [textOf(ns)],
      amount: 'all',
      maxNamespacePercent: 100,
      keepLastReady: false,
      ...(typeof selector === 'string' && selector !== '' ? { selector } : {}),
    },
    { signal },
  );
  const matches = matcherOf(pattern);
  const pods = found.chosen.filter(({ name }) => matches(name)).toSorted(order === 'oldest' ? byAge : byName);
  if (all === true) return pods;
  const count = Math.min(mode === 'percentage' ? Math.ceil((qty * pods.length) / 100) : qty, pods.length);
  // They come in the order in which they were drawn.
  return rand === true
    ? found.chosen.filter((each) => pods.includes(each)).slice(0, count)
    : pods.slice(0, count);
}

function byName(left: Target, right: Target): number {
  return left.name < right.name ? -1 : 1;
}

function byAge(left: Target, right: Target): number {
  return createdMs(left) - createdMs(right);
}

function createdMs({ pod }: Target): number {
  return new Date(pod.metadata?.creationTimestamp ?? 0).getTime();
}

function matcherOf(pattern: Json | undefined): (name: string) => boolean {
  if (typeof pattern !== 'string' || pattern === '') return () => true;
  const compiled = compilePythonPattern(pattern);
  if (typeof compiled === 'string')
    throw activityFailed(`expected a pattern for names, got ${pattern}: ${compiled}`);
  return (name) => compiled.test(name);
}

/** `chaosk8s.pod.actions`. */
export const POD_ACTIONS: Readonly<Record<string, ChaosFunction>> = {
  terminate_pods: {
    arguments: {
      label_selector: optional('text', null),
      name_pattern: optional('text', null),
      all: optional('bool', false),
      rand: optional('bool', false),
      mode: optional('text', 'fixed'),
      qty: optional('whole', 1),
      grace_period: optional('whole', -1),
      ...NAMESPACE,
      order: optional('text', 'alphabetic'),
    },
    preview: previewTerminate,
    run: terminatePods,
  },
};

/** `chaosk8s.pod.probes`. */
export const POD_PROBES: Readonly<Record<string, ChaosFunction>> = {
  pods_in_phase: {
    arguments: {
      ...SELECTOR,
      phase: optional('text', 'Running'),
      raise_on_invalid_phase: optional('bool', true),
    },
    run: (args, context) =>
      everyPod(context, args, args['raise_on_invalid_phase'], ({ status }) =>
        status.phase === args['phase']
          ? undefined
          : `is in phase ${status.phase}, and should be in ${textOf(args['phase'])}`,
      ),
  },
  pods_not_in_phase: {
    arguments: { ...SELECTOR, phase: optional('text', 'Running'), raise_on_in_phase: optional('bool', true) },
    run: (args, context) =>
      everyPod(context, args, args['raise_on_in_phase'], ({ status }) =>
        status.phase === args['phase'] ? `should not be in phase ${status.phase}` : undefined,
      ),
  },
  pods_in_conditions: {
    arguments: {
      ...SELECTOR,
      conditions: required('list'),
      raise_on_invalid_conditions: optional('bool', true),
    },
    run: (args, context) =>
      everyPod(context, args, args['raise_on_invalid_conditions'], ({ status: { conditions = [] } }) => {
        const wanted = (args['conditions'] as readonly Json[]).filter(isObject);
        const missing = wanted.find(
          ({ type, status }) => !conditions.some((each) => each.type === type && each.status === status),
        );
        return missing === undefined ? undefined : `does not match the condition ${JSON.stringify(missing)}`;
      }),
  },
  count_pods: { arguments: { ...SELECTOR, phase: optional('text', null) }, run: countPods },
  count_min_pods: {
    arguments: { ...SELECTOR, phase: optional('text', 'Running'), min_count: optional('whole', 2) },
    run: async (args, context) => (await countPods(args, context)) >= Number(args['min_count']),
  },
  pod_is_not_available: {
    arguments: { ...BY_NAME, name: required('text'), raise_on_is_available: optional('bool', true) },
    async run(args, context) {
      const pods = await podsOf(context, textOf(args['ns']), filledIn(args['label_selector'], args['name']));
      const isRunning = pods.some(({ status }) => status.phase === 'Running');
      return isRunning
        ? failOr(args['raise_on_is_available'], `pod '${textOf(args['name'])}' is running`)
        : true;
    },
  },
  all_pods_healthy: {
    arguments: { ...NAMESPACE, raise_on_any_unhealthy: optional('bool', true) },
    async run(args, context) {
      const pods = await podsOf(context, textOf(args['ns']), null);
      const ill = pods.find(({ status }) => status.phase !== 'Running' && status.phase !== 'Succeeded');
      if (ill === undefined) return true;
      return failOr(
        args['raise_on_any_unhealthy'],
        `pod ${ill.metadata.name} is in phase ${ill.status.phase}`,
      );
    },
  },
  read_pod_logs: {
    arguments: {
      ...BY_NAME,
      last: optional('text', null),
      from_previous: optional('bool', false),
      container_name: optional('text', null),
    },
    run: logsOf,
  },
  should_be_found_in_logs: {
    arguments: {
      pattern: required('text'),
      all_containers: optional('bool', true),
      value: optional('any', null),
    },
    run: ({ pattern, all_containers: all, value }) => {
      if (!isObject(value ?? null))
        throw activityFailed('expected logs to search in, as read_pod_logs gives them, got none');
      const matches = matcherOf(pattern);
      const logs = Object.values(value as JsonObject).map((text) => matches(textOf(text)));
      return Promise.resolve(logs.length > 0 && (all === true ? logs.every(Boolean) : logs.some(Boolean)));
    },
  },
};
