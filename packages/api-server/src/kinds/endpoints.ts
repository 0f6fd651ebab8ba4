import { isIP } from 'node:net';
import { invalid, required, type FieldError } from '../machinery/field-error.ts';
import { dnsLabelProblems, NO_IP_MESSAGE, portNumberProblems } from '../machinery/names.ts';
import type { Endpoints } from '../machinery/objects.ts';
import { ageColumn, MAX_LISTED, nameColumn, shownList, textColumn } from './columns.ts';
import { own } from '@pod-contagion/notations';
import { defineKind, type Kind } from '../registry/kind.ts';
import { ipWarnings } from './warnings/ip.ts';
import { validateChoice } from './pod/containers.ts';

/** Endpoints: the addresses behind a Service, in the older form. Source: pkg/registry/core/endpoint/strategy.go. */
export const endpointsKind: Kind = defineKind<Endpoints>({
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  resource: 'endpoints',
  singular: 'endpoints',
  shortNames: ['ep'],
  categories: [],
  namespaced: true,
  definition: 'V1Endpoints',
  hasGeneration: false,
  hasStatus: false,
  nameRule: 'dns-subdomain',
  applyDefaults: ({ subsets }) => {
    for (const { ports } of subsets ?? []) for (const port of ports ?? []) port.protocol ||= 'TCP';
  },
  validate,
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  warnings,
  columns: [
    nameColumn,
    textColumn('Endpoints', 'Addresses and ports that are ready.', shownEndpoints),
    ageColumn,
  ],
  selectableFields: () => ({}),
});

/** Source: pkg/registry/core/endpoint/strategy.go (`endpointsWarnings`). */
function* warnings({ metadata, subsets }: Endpoints): Generator<string> {
  if (own(metadata.labels, 'endpoints.kubernetes.io/managed-by') === 'endpoint-controller') return;
  for (const [at, subset] of (subsets ?? []).entries()) {
    for (const name of ['addresses', 'notReadyAddresses'] as const) {
      for (const [index, { ip }] of (subset[name] ?? []).entries())
        yield* ipWarnings(ip, `subsets[${at}].${name}[${index}].ip`);
    }
  }
}

/** Source: pkg/apis/core/validation/validation.go (`validateEndpointSubsets`). */
function validate({ subsets }: Endpoints): FieldError[] {
  return (subsets ?? []).flatMap((subset, at) => {
    const field = `subsets[${at}]`;
    const errors: FieldError[] = [];
    const { addresses = [], notReadyAddresses = [], ports = [] } = subset;
    if (addresses.length + notReadyAddresses.length === 0) {
      errors.push(required(field, 'must specify `addresses` or `notReadyAddresses`'));
    }
    for (const [name, list] of [
      ['addresses', addresses],
      ['notReadyAddresses', notReadyAddresses],
    ] as const) {
      for (const [index, { ip = '' }] of list.entries()) {
        if (isIP(ip) === 0) errors.push(invalid(`${field}.${name}[${index}].ip`, ip, NO_IP_MESSAGE));
      }
    }
    for (const [index, { name = '', port = 0, protocol }] of ports.entries()) {
      const path = `${field}.ports[${index}]`;
      if (name === '') {
        if (ports.length > 1) errors.push(required(`${path}.name`));
      } else {
        errors.push(...dnsLabelProblems(name).map((problem) => invalid(`${path}.name`, name, problem)));
      }
      errors.push(...portNumberProblems(port).map((problem) => invalid(`${path}.port`, port, problem)));
      errors.push(...validateChoice(protocol, ['TCP', 'UDP', 'SCTP'], `${path}.protocol`));
    }
    return errors;
  });
}

/** Source: pkg/printers/internalversion/printers.go (`formatEndpoints`). */
function shownEndpoints({ subsets }: Endpoints): string {
  if (!subsets?.length) return '<none>';
  const list = subsets.flatMap(({ addresses = [], ports }) => {
    // As few of each as are shown at most: with every port for every address a list would be as long as both together are large.
    const some = addresses.slice(0, MAX_LISTED);
    if (!ports?.length) return some.map(({ ip }) => ip);
    return ports
      .slice(0, MAX_LISTED)
      .flatMap(({ port }) => some.map(({ ip }) => `${ip.includes(':') ? `[${ip}]` : ip}:${port}`));
  });
  const count = subsets.reduce(
    (sum, { addresses = [], ports }) => sum + addresses.length * (ports?.length || 1),
    0,
  );
  return shownList(list, count);
}
