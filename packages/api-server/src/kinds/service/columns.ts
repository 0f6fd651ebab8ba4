import type { Service } from '../../machinery/objects.ts';
import { ageColumn, nameColumn, shownLabels, textColumn, wideColumn } from '../columns.ts';
import type { Column } from '../../registry/kind.ts';

/** The columns of `kubectl get services`. Source: pkg/printers/internalversion/printers.go (`printService`). */
export const serviceColumns: readonly Column<Service>[] = [
  nameColumn,
  textColumn('Type', 'How the Service can be reached.', ({ spec }) => spec?.type ?? ''),
  textColumn('Cluster-IP', 'Address of the Service.', ({ spec }) => spec?.clusterIPs?.[0] || '<none>'),
  textColumn('External-IP', 'Address of the Service from outside.', externalAddresses),
  textColumn('Port(s)', 'Ports of the Service, with those of the node.', ({ spec }) => {
    const ports = (spec?.ports ?? []).map(
      ({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? 'TCP'}`,
    );
    return ports.length === 0 ? '<none>' : ports.join(',');
  }),
  ageColumn,
  wideColumn('Selector', 'Labels of the pods behind the Service.', ({ spec }) => shownLabels(spec?.selector)),
];

function externalAddresses({ spec, status }: Service): string {
  const external = spec?.externalIPs ?? [];
  switch (spec?.type) {
    case 'ClusterIP':
    case 'NodePort':
      return external.length === 0 ? '<none>' : external.join(',');
    case 'LoadBalancer': {
      const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '');
      const all = [...new Set(ingress.filter((item) => item !== ''))].toSorted().concat(external);
      return all.length === 0 ? '<pending>' : all.join(',');
    }
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return '<unknown>';
  }
}
