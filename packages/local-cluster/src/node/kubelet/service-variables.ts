import type { Service } from '@pod-contagion/api-server/objects';
import type { ServiceAddress } from '../../network/service-reach.ts';

/** The namespace of the one Service that every container is told of. */
const MASTER_NAMESPACE = 'default';

/** That Service's name. */
const MASTER_SERVICE = 'kubernetes';

/**
 * The Services that a container of a namespace is told of by variables: those of its namespace, where links are
 * enabled, and always the API's own; none without an address.
 *
 * Source: pkg/kubelet/kubelet_pods.go (`getServiceEnvVarMap`).
 */
export function linkedServices(
  services: readonly Service[],
  namespace: string,
  enableServiceLinks: boolean,
): Service[] {
  const byName = new Map<string, Service>();
  for (const service of services) {
    const { name = '', namespace: home = '' } = service.metadata;
    if (!hasAddress(service)) continue;
    if (home === MASTER_NAMESPACE && name === MASTER_SERVICE) {
      if (!byName.has(name)) byName.set(name, service);
    } else if (home === namespace && enableServiceLinks) byName.set(name, service);
  }
  return [...byName.values()];
}

/**
 * The variables by which a container finds Services: `PODDER_SERVICE_HOST`, `PODDER_PORT_80_TCP` and so on. Names
 * hold the port that the Service declares, values the one that the proxy listens at, which carries TCP alone. There are none of a
 * port that is reached nowhere.
 *
 * Source: pkg/kubelet/envvars/envvars.go (`FromServices`).
 */
export function serviceVariables(
  services: readonly Service[],
  addressOf: (service: Service) => ServiceAddress,
): Map<string, string> {
  const variables = new Map<string, string>();
  for (const service of services) {
    const { metadata, spec } = service;
    const name = variableName(metadata.name ?? '');
    const { host, ports: reached } = addressOf(service);
    const ports = spec?.ports ?? [];
    variables.set(`${name}_SERVICE_HOST`, host);
    for (const [index, { name: portName = '', port: declared, protocol = 'TCP' }] of ports.entries()) {
      const place = isTcp(protocol) ? reached.get(declared) : declared;
      if (place === undefined) continue;
      const port = String(place);
      const url = `${protocol.toLowerCase()}://${host.includes(':') ? `[${host}]` : host}:${port}`;
      if (index === 0) {
        variables.set(`${name}_SERVICE_PORT`, port);
        variables.set(`${name}_PORT`, url);
      }
      if (portName !== '') variables.set(`${name}_SERVICE_PORT_${variableName(portName)}`, port);
      const prefix = `${name}_PORT_${declared}_${protocol.toUpperCase()}`;
      variables.set(prefix, url);
      variables.set(`${prefix}_PROTO`, protocol.toLowerCase());
      variables.set(`${prefix}_PORT`, port);
      variables.set(`${prefix}_ADDR`, host);
    }
  }
  return variables;
}

function isTcp(protocol: string | undefined): boolean {
  return (protocol ?? 'TCP') === 'TCP';
}

function hasAddress({ spec }: Service): boolean {
  const address = spec?.clusterIP ?? '';
  return address !== '' && address !== 'None';
}

/** A name as variables have it. Source: pkg/kubelet/envvars/envvars.go (`makeEnvVariableName`). */
function variableName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
