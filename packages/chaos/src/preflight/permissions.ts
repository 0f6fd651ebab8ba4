import type { PreflightFault } from './check.ts';

/** One thing that an account may be allowed to do in a namespace. */
export type Permission = Readonly<{
  verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';
  /** Empty for the core group. */
  group: '' | 'apps' | 'policy' | 'events.k8s.io';
  resource: string;
  subresource?: string;
  /**
   * `always`: the fault fails without it. `exec`, `agent`: for one of the two ways to a container. `useful`: the
   * fault is possible without it, and something else is not. `node-check`: only to try it on each node beforehand.
   */
  need: 'always' | 'exec' | 'agent' | 'useful' | 'node-check';
  /** Of the whole cluster, as a node is in no namespace: a Role can't give it. */
  isClusterWide?: true;
  /** What it is for. */
  use: string;
}>;

const LIST_PODS: Permission = {
  verb: 'list',
  group: '',
  resource: 'pods',
  need: 'always',
  use: 'to find targets',
};
const LIST_REPLICA_SETS: Permission = {
  verb: 'list',
  group: 'apps',
  resource: 'replicasets',
  need: 'useful',
  use: 'to know owners for certain; without it names have to do',
};
const CREATE_EVENTS: Permission = {
  verb: 'create',
  group: '',
  resource: 'events',
  need: 'useful',
  use: 'to leave an Event for every action',
};
const DELETE_PODS: Permission = {
  verb: 'delete',
  group: '',
  resource: 'pods',
  need: 'always',
  use: 'to delete them',
};

const LIST_EVENTS: Permission = {
  verb: 'list',
  group: '',
  resource: 'events',
  need: 'useful',
  use: 'to say which probes failed meanwhile',
};

function getPods(need: Permission['need'], use: string): Permission {
  return { verb: 'get', group: '', resource: 'pods', need, use };
}

function ofPod(
  verb: Permission['verb'],
  subresource: string,
  need: Permission['need'],
  use: string,
): Permission {
  return { verb, group: '', resource: 'pods', subresource, need, use };
}

/** What it takes to put an agent into a pod that stays there for a while. */
const AGENT: readonly Permission[] = [
  LIST_PODS,
  getPods('always', 'to follow the agent'),
  ofPod('patch', 'ephemeralcontainers', 'always', 'to put the agent in'),
  ofPod('get', 'log', 'useful', "to read the agent's lines at once"),
  LIST_REPLICA_SETS,
  CREATE_EVENTS,
  LIST_EVENTS,
];

/** The same, and to try it on each node beforehand. */
const LASTING: readonly Permission[] = [
  ...AGENT,
  { verb: 'create', group: '', resource: 'pods', need: 'node-check', use: 'to try it on each node' },
  { verb: 'delete', group: '', resource: 'pods', need: 'node-check', use: 'to delete the pod that tried it' },
];

const KILL: readonly Permission[] = [
  LIST_PODS,
  DELETE_PODS,
  getPods('useful', 'to wait until they are gone'),
  LIST_REPLICA_SETS,
  CREATE_EVENTS,
];

/** All that a fault needs of RBAC; the Roles in kubernetes/chaos/roles and the docs are checked against it. */
export const FAULT_PERMISSIONS: Readonly<Record<PreflightFault, readonly Permission[]>> = {
  delete: KILL,
  schedule: KILL,
  reap: [
    LIST_PODS,
    { verb: 'watch', group: '', resource: 'pods', need: 'always', use: 'to see their containers end' },
    DELETE_PODS,
    CREATE_EVENTS,
  ],
  evict: [
    LIST_PODS,
    ofPod('create', 'eviction', 'always', 'to evict them'),
    getPods('useful', 'to wait until they are gone'),
    LIST_REPLICA_SETS,
    {
      verb: 'list',
      group: 'policy',
      resource: 'poddisruptionbudgets',
      need: 'useful',
      use: 'to say beforehand what would be refused',
    },
    CREATE_EVENTS,
  ],
  container: [
    LIST_PODS,
    getPods('always', 'to see the container end'),
    ofPod('get', 'exec', 'exec', 'to send the signal by a command in the container'),
    ofPod('create', 'exec', 'exec', 'the same, from Kubernetes 1.35 on'),
    ofPod('patch', 'ephemeralcontainers', 'agent', 'to send the signal by an agent'),
    ofPod('get', 'log', 'useful', "to read the agent's lines at once"),
    LIST_REPLICA_SETS,
    CREATE_EVENTS,
  ],
  network: LASTING,
  slow: LASTING,
  fail: LASTING,
  toxic: LASTING,
  burn: AGENT,
  fill: AGENT,
  flush: [
    { verb: 'create', group: '', resource: 'pods', need: 'always', use: 'to make the pods that do it' },
    getPods('always', 'to follow them'),
    { ...DELETE_PODS, use: 'to delete them' },
    { ...LIST_PODS, use: 'to find a flush that was left' },
    ofPod('get', 'log', 'useful', 'to tell at once what comes back, and to read the probe'),
    {
      verb: 'get',
      group: '',
      resource: 'nodes',
      need: 'useful',
      use: 'to say beforehand that a node is not there',
      isClusterWide: true,
    },
    CREATE_EVENTS,
  ],
};

/** `patch pods/ephemeralcontainers`, `list replicasets.apps`: as kubectl auth can-i takes it. */
export function describePermission({ verb, group, resource, subresource }: Permission): string {
  const type = group === '' ? resource : `${resource}.${group}`;
  return `${verb} ${subresource === undefined ? type : `${type}/${subresource}`}`;
}
