import type {
  V1ConfigMap,
  V1Container,
  V1ContainerStatus,
  V1Deployment,
  V1Endpoints,
  V1EndpointSlice,
  V1EphemeralContainer,
  CoreV1Event,
  V1LabelSelector,
  V1Namespace,
  V1Node,
  V1ObjectMeta,
  V1OwnerReference,
  V1Pod,
  V1PodSpec,
  V1PodStatus,
  V1PodTemplateSpec,
  V1Probe,
  V1ReplicaSet,
  V1Service,
  V1ServiceAccount,
} from '@kubernetes/client-node';

/**
 * A type of the client as it is on the wire: times are strings, and a field may be set to undefined, which leaves it
 * out.
 */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { [Key in keyof T]: Wire<T[Key]> | (undefined extends T[Key] ? undefined : never) }
      : T;

export type ObjectMeta = Wire<V1ObjectMeta>;
export type OwnerReference = Wire<V1OwnerReference>;
export type LabelSelector = Wire<V1LabelSelector>;

/** What all objects of the API have. Objects in the store are never changed: a change is a new object. */
export type KubeObject = { apiVersion: string; kind: string; metadata: ObjectMeta };

type Typed<T> = Omit<Wire<T>, 'apiVersion' | 'kind' | 'metadata'> & KubeObject;

export type Pod = Typed<V1Pod>;
export type PodSpec = Wire<V1PodSpec>;
export type PodStatus = Wire<V1PodStatus>;
export type PodTemplate = Wire<V1PodTemplateSpec>;
export type Container = Wire<V1Container>;
export type EphemeralContainer = Wire<V1EphemeralContainer>;
export type ContainerStatus = Wire<V1ContainerStatus>;
export type Probe = Wire<V1Probe>;
export type Service = Typed<V1Service>;
export type Endpoints = Typed<V1Endpoints>;
export type EndpointSlice = Typed<V1EndpointSlice>;
export type Deployment = Typed<V1Deployment>;
export type ReplicaSet = Typed<V1ReplicaSet>;
export type KubeEvent = Typed<CoreV1Event>;
export type KubeNode = Typed<V1Node>;
export type Namespace = Typed<V1Namespace>;
export type ConfigMap = Typed<V1ConfigMap>;
export type ServiceAccount = Typed<V1ServiceAccount>;

/** The kinds served, by the plural name that stands in an address. */
export type ObjectsByResource = {
  pods: Pod;
  services: Service;
  endpoints: Endpoints;
  endpointslices: EndpointSlice;
  deployments: Deployment;
  replicasets: ReplicaSet;
  events: KubeEvent;
  nodes: KubeNode;
  namespaces: Namespace;
  configmaps: ConfigMap;
  serviceaccounts: ServiceAccount;
};

/** The plural name of a kind that is served. */
export type ResourceName = keyof ObjectsByResource;
