import type { ChaosFunction } from './function.ts';
import { NODE_PROBES, SERVICE_PROBES } from './others.ts';
import { POD_ACTIONS, POD_PROBES } from './pods.ts';
import {
  DEPLOYMENT_ACTIONS,
  DEPLOYMENT_PROBES,
  STATEFULSET_ACTIONS,
  STATEFULSET_PROBES,
} from './workloads.ts';

type Functions = Readonly<Record<string, ChaosFunction>>;

/** Some of them under the names of an older module, which Chaos Toolkit still takes. */
function renamed(functions: Functions, names: Readonly<Record<string, string>>): Functions {
  return Object.fromEntries(
    Object.entries(names).flatMap(([old, name]) => {
      const found = functions[name];
      return found === undefined ? [] : [[old, found]];
    }),
  );
}

/**
 * Every module of chaostoolkit-kubernetes of which something is known here, with its functions; a further one is a line.
 * Signatures and defaults are those of chaostoolkit-kubernetes 0.39.0.
 */
export const CHAOS_MODULES: Readonly<Record<string, Functions>> = {
  'chaosk8s.pod.actions': POD_ACTIONS,
  'chaosk8s.pod.probes': POD_PROBES,
  'chaosk8s.deployment.actions': DEPLOYMENT_ACTIONS,
  'chaosk8s.deployment.probes': DEPLOYMENT_PROBES,
  'chaosk8s.statefulset.actions': STATEFULSET_ACTIONS,
  'chaosk8s.statefulset.probes': STATEFULSET_PROBES,
  'chaosk8s.node.probes': NODE_PROBES,
  'chaosk8s.service.probes': SERVICE_PROBES,
  'chaosk8s.actions': renamed(DEPLOYMENT_ACTIONS, { scale_microservice: 'scale_deployment' }),
  'chaosk8s.probes': {
    ...renamed(POD_PROBES, {
      all_microservices_healthy: 'all_pods_healthy',
      microservice_is_not_available: 'pod_is_not_available',
      read_microservices_logs: 'read_pod_logs',
    }),
    ...renamed(DEPLOYMENT_PROBES, {
      microservice_available_and_healthy: 'deployment_available_and_healthy',
      deployment_is_fully_available: 'deployment_fully_available',
      deployment_is_not_fully_available: 'deployment_not_fully_available',
    }),
    ...renamed(SERVICE_PROBES, { service_endpoint_is_initialized: 'service_is_initialized' }),
  },
};

const KUBECTL = 'the provider process with kubectl';

/** What to take instead of what is not known: the longest beginning of module and function decides. */
const INSTEAD: readonly (readonly [beginning: string, instead: string])[] = [
  ['chaosk8s.pod.actions.exec_in_pods', `${KUBECTL} exec`],
  ['chaosk8s.pod.actions.delete_pods', 'terminate_pods of the same module'],
  ['chaosk8s.node.actions', `${KUBECTL} cordon, drain, uncordon or label`],
  ['chaosk8s.networking', 'provider pod-chaos, func disconnect or drop'],
  ['chaosk8s.chaosmesh.network', 'provider pod-chaos, func disrupt, disconnect or drop'],
  ['chaosk8s.chaosmesh', 'provider pod-chaos'],
  ['chaosk8s', KUBECTL],
  ['chaostoxi', "provider http with Toxiproxy's own API"],
  ['chaosprometheus', "provider http with Prometheus's own /api/v1/query, and a tolerance of type jsonpath"],
  ['chaosslack', 'pod-chaos run --hook-end'],
  ['chaosgrafana', 'pod-chaos run --hook-begin and --hook-end'],
  ['chaosaws', 'the provider process with aws'],
  ['chaosazure', 'the provider process with az'],
  ['chaosgcp', 'the provider process with gcloud'],
  ['os', 'the provider process, such as path: test and arguments: [-e, FILE]'],
  ['', 'the provider process with a program, or http'],
];

/** What is to be said of a function that nobody knows here; undefined for one that is known. */
export function whyUnknown(module: string, func: string): string | undefined {
  const functions = Object.hasOwn(CHAOS_MODULES, module) ? CHAOS_MODULES[module] : undefined;
  if (functions !== undefined && Object.hasOwn(functions, func)) return undefined;
  const name = `${module}.${func}`;
  const [, instead] =
    INSTEAD.find(
      ([beginning]) => name === beginning || name.startsWith(beginning === '' ? '' : `${beginning}.`),
    ) ?? [];
  const isChaosk8s = functions !== undefined;
  const known = isChaosk8s ? ` (of ${module} here: ${Object.keys(functions).join(', ')})` : '';
  return `expected a function of chaosk8s that is known here, as no Python is run, got ${name}; take ${instead} instead${known}`;
}
