import type { EventRecorder } from '../control-loop/recorder.ts';
import { keyOf } from '../control-loop/controller.ts';
import type { Service, Pool } from '@pod-contagion/api-server/objects';
import type { Registry } from '@pod-contagion/api-server/registry';

/** Gives Services of type LoadBalancer an address of their own, as a cloud would. */
export type LoadBalancers = Readonly<{
  /** The address of a Service; its status tells it too. Undefined where it is to have none. */
  ensure: (service: Service) => string | undefined;
  /** Takes back the address of a Service that is gone. */
  release: (serviceKey: string) => void;
}>;

/** What gives out addresses. */
export type LoadBalancerOptions = Readonly<{
  registry: Registry;
  recorder: EventRecorder;
  serviceAddresses: Pool<string>;
  /** The address that all of them have where there is only one. */
  shared?: string | undefined;
}>;

/** Makes it without addresses given out. Events as in staging/src/k8s.io/cloud-provider/controllers/service/controller.go. */
export function createLoadBalancers(options: LoadBalancerOptions): LoadBalancers {
  const { registry, recorder, serviceAddresses, shared } = options;
  const addresses = new Map<string, string>();
  const failed = new Set<string>();

  const release = (key: string): void => {
    const ip = addresses.get(key);
    addresses.delete(key);
    failed.delete(key);
    if (ip !== undefined && ip !== shared) serviceAddresses.release(ip);
  };

  const allocate = (service: Service, key: string): string | undefined => {
    if (shared !== undefined) return shared;
    const wanted = service.spec?.loadBalancerIP ?? '';
    if (wanted === '') return serviceAddresses.allocate();
    if (serviceAddresses.reserve(wanted) === 'ok') return wanted;
    if (!failed.has(key)) fail(service, `address ${wanted} is not free in ${serviceAddresses.range}`);
    return undefined;
  };

  const fail = (service: Service, why: string): void => {
    failed.add(keyOf(service));
    recorder.record(
      service,
      'Warning',
      'SyncLoadBalancerFailed',
      `Error syncing load balancer: failed to ensure load balancer: ${why}`,
    );
  };

  const writeStatus = (service: Service, ingress: { ip: string; ipMode: 'VIP' }[] | undefined): void => {
    const { namespace = '', name = '' } = service.metadata;
    registry.modify(
      'services',
      namespace,
      name,
      (draft) => {
        draft.status = { ...draft.status, loadBalancer: ingress === undefined ? {} : { ingress } };
      },
      { subresource: 'status' },
    );
  };

  return {
    release,
    ensure: (service) => {
      const key = keyOf(service);
      const { spec, status } = service;
      // A class says that another implementation is responsible.
      if (spec?.type !== 'LoadBalancer' || spec.loadBalancerClass !== undefined) {
        const had = addresses.has(key);
        release(key);
        if (had && status?.loadBalancer?.ingress !== undefined) writeStatus(service, undefined);
        return undefined;
      }
      const known = addresses.get(key);
      const ip = known ?? allocate(service, key);
      if (ip === undefined) {
        if (!failed.has(key)) fail(service, `no address is free in ${serviceAddresses.range}`);
        return undefined;
      }
      if (known === undefined) {
        addresses.set(key, ip);
        recorder.record(service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
      }
      if (status?.loadBalancer?.ingress?.[0]?.ip !== ip) writeStatus(service, [{ ip, ipMode: 'VIP' }]);
      if (known === undefined) {
        failed.delete(key);
        recorder.record(service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer');
      }
      return ip;
    },
  };
}
