import type { Service } from '../../machinery/objects.ts';
import type { Pool } from '../../machinery/pool.ts';
import { defineKind, type Kind } from '../../registry/kind.ts';
import { fieldsNotHonoured } from '../not-honoured.ts';
import { createServiceAllocation } from './allocation.ts';
import { serviceColumns } from './columns.ts';
import { carryOver, defaultService } from './defaults.ts';
import { serviceStatusWarnings, serviceWarnings } from '../warnings/service.ts';
import { validateService, validateServiceUpdate } from './validate.ts';

/** Makes the kind Service over pools of addresses and of ports. Source: pkg/registry/core/service/strategy.go. */
export function createServiceKind(addresses: Pool<string>, nodePorts: Pool<number>): Kind {
  const allocation = createServiceAllocation(addresses, nodePorts);
  return defineKind<Service>({
    group: '',
    version: 'v1',
    kind: 'Service',
    resource: 'services',
    singular: 'service',
    shortNames: ['svc'],
    categories: ['all'],
    namespaced: true,
    definition: 'V1Service',
    hasGeneration: false,
    hasStatus: true,
    nameRule: 'dns-1035-label',
    prepareForCreate: (service, admission) => {
      service.status = { loadBalancer: {} };
      defaultService(service);
      // What is wrong with it is told by validate, which comes later.
      if (validateService(service).length === 0) allocation.allocate(service, undefined, admission);
    },
    prepareForUpdate: (service, old, admission) => {
      carryOver(service, old);
      defaultService(service);
      const isRight =
        validateService(service).length === 0 && validateServiceUpdate(service, old).length === 0;
      if (isRight) allocation.allocate(service, old, admission);
    },
    applyDefaults: defaultService,
    validate: validateService,
    validateUpdate: validateServiceUpdate,
    afterDelete: (_, admission) => {
      allocation.release(admission);
    },
    notHonoured: ({ spec }) => fieldsNotHonoured(spec, 'service', 'spec'),
    warnings: serviceWarnings,
    statusWarnings: serviceStatusWarnings,
    columns: serviceColumns,
    selectableFields: ({ spec }) => ({
      'spec.clusterIP': spec?.clusterIP ?? '',
      'spec.type': spec?.type ?? '',
    }),
  });
}
