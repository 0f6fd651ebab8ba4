import { createEventRecorder } from '../events/event-recorder.ts';
import { startEventExpiry } from '../events/event-expiry.ts';
import type { EventRecorder } from '../control-loop/recorder.ts';
import type { Clock } from '@pod-contagion/api-server/objects';
import { createSystemNamespaces, type Registry } from '@pod-contagion/api-server/registry';
import type { Controller } from '../control-loop/controller.ts';
import { startDeploymentController } from './deployment/deployment-controller.ts';
import { startEndpointSliceController } from './endpoints/endpoint-slice-controller.ts';
import { startEndpointsController } from './endpoints/endpoints-controller.ts';
import { startGarbageCollector } from './garbage-collector/garbage-collector.ts';
import { startKubernetesServiceController } from './kubernetes-service.ts';
import { startNamespaceDefaultsController } from './namespace-defaults.ts';
import { startNamespaceController } from './namespaces.ts';
import { startReplicaSetController } from './replica-set/replica-set-controller.ts';
import { startScheduler } from './scheduler/scheduler.ts';

/** What all controllers of a cluster need. */
export type StartControllersOptions = Readonly<{
  registry: Registry;
  clock: Clock;
  /** Uniform in [0, 1). */
  random: () => number;
  onError: (error: unknown) => void;
  /** Where the API server listens. */
  apiServer: Readonly<{ address: string; port: number; clusterIp: string }>;
  /** Certificate that the API server's is signed by, as PEM. */
  caCertificate: string;
}>;

/** Makes the namespaces every cluster has and starts all controllers; `close` ends them all. */
export function startControllers(options: StartControllersOptions): Controller {
  const { registry, clock, random, onError, apiServer, caCertificate } = options;
  createSystemNamespaces(registry);
  const recorder = (component: string): EventRecorder =>
    createEventRecorder({ registry, clock, component, random });
  const common = (component: string) => ({ registry, clock, onError, recorder: recorder(component) });
  const controllers = [
    startEventExpiry({ registry, clock, onError }),
    startGarbageCollector(common('garbage-collector-controller')),
    startNamespaceController(common('namespace-controller')),
    startNamespaceDefaultsController({ ...common('service-account-controller'), caCertificate }),
    startKubernetesServiceController({ ...common('kubernetes-service-controller'), ...apiServer }),
    startEndpointSliceController(common('endpoint-slice-controller')),
    startEndpointsController(common('endpoint-controller')),
    startScheduler(common('default-scheduler')),
    startReplicaSetController(common('replicaset-controller')),
    startDeploymentController(common('deployment-controller')),
  ];
  return {
    close: () => {
      for (const controller of controllers) controller.close();
    },
  };
}
