import { readReachedAt } from '@pod-contagion/notations';
import type { Pod, Service } from '@pod-contagion/api-server/objects';
import { keyOf } from '../../control-loop/controller.ts';
import type { EventRecorder } from '../../control-loop/recorder.ts';
import { targetPort } from './ports.ts';

/** Tells of ports to which Services lead and which their pods do not declare. */
export type UndeclaredPorts = Readonly<{
  /** Looks at a Service and its pods; each port is told of once. */
  look: (service: Service, pods: readonly Pod[]) => void;
  /** A Service is gone. */
  forget: (serviceKey: string) => void;
}>;

/**
 * Where pods share an address, a port that only a Service names has no other in its place: all pods would listen at the same, and
 * the second can't. Nothing else says why.
 */
export function createUndeclaredPorts(recorder: EventRecorder): UndeclaredPorts {
  const told = new Map<string, Set<string>>();
  return {
    forget: (key) => void told.delete(key),
    look: (service, pods) => {
      for (const servicePort of service.spec?.ports ?? []) {
        if ((servicePort.protocol ?? 'TCP') !== 'TCP') continue;
        for (const pod of pods) {
          const reachedAt = readReachedAt(pod);
          const target = targetPort(servicePort, pod);
          if (reachedAt === undefined || target === undefined || target in reachedAt.ports) continue;
          const tellings = told.get(keyOf(service)) ?? new Set();
          told.set(keyOf(service), tellings);
          const telling = `${service.metadata.uid} ${target}`;
          if (tellings.has(telling)) continue;
          tellings.add(telling);
          const { host } = reachedAt;
          recorder.record(
            service,
            'Warning',
            'PortNotDeclared',
            `port ${servicePort.port} leads to port ${target}, which pod ${pod.metadata.name} does not declare: pods share ${host}, and all ` +
              `of them would listen at ${host}:${target}; declare containerPort ${target}, and each pod gets a port of its own for it`,
          );
        }
      }
    },
  };
}
