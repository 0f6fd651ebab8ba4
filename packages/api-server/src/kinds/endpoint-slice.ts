import { isIPv4, isIPv6 } from 'node:net';
import { duplicate, invalid, required, tooMany, type FieldError } from '../machinery/field-error.ts';
import {
  dnsLabelProblems,
  dnsSubdomainProblems,
  IMMUTABLE_MESSAGE,
  portNumberProblems,
} from '../machinery/names.ts';
import type { EndpointSlice } from '../machinery/objects.ts';
import { ageColumn, nameColumn, shownList, textColumn } from './columns.ts';
import { defineKind, type Kind } from '../registry/kind.ts';
import { validateChoice } from './pod/containers.ts';
import { ipWarnings } from './warnings/ip.ts';
import { own } from '@pod-contagion/notations';

/** The greatest number of endpoints of a slice. Source: pkg/apis/discovery/validation/validation.go, as below. */
const MAX_ENDPOINTS = 1000;

/** The greatest number of ports of a slice. */
const MAX_PORTS = 20_000;

/** The greatest number of addresses of an endpoint. */
const MAX_ADDRESSES = 100;

/** EndpointSlices: the addresses behind a Service. Source: pkg/registry/discovery/endpointslice/strategy.go. */
export const endpointSliceKind: Kind = defineKind<EndpointSlice>({
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  resource: 'endpointslices',
  singular: 'endpointslice',
  shortNames: [],
  categories: [],
  namespaced: true,
  definition: 'V1EndpointSlice',
  hasGeneration: true,
  hasStatus: false,
  nameRule: 'dns-subdomain',
  applyDefaults: (slice) => {
    slice.endpoints ??= [];
    for (const port of slice.ports ?? []) {
      port.name ??= '';
      port.protocol ||= 'TCP';
    }
  },
  validate,
  validateUpdate: (slice, old) =>
    slice.addressType === old.addressType
      ? []
      : [invalid('addressType', slice.addressType, IMMUTABLE_MESSAGE)],
  warnings,
  columns: [
    nameColumn,
    textColumn('AddressType', 'Sort of address.', ({ addressType }) => addressType ?? ''),
    textColumn('Ports', 'Ports of the endpoints.', ({ ports }) =>
      ports?.length ? shownList(ports.map(({ port, name }) => String(port ?? (name || '*')))) : '<unset>',
    ),
    textColumn('Endpoints', 'Addresses of the endpoints, ready or not.', ({ endpoints }) =>
      endpoints?.length ? shownList(endpoints.flatMap(({ addresses }) => addresses)) : '<unset>',
    ),
    ageColumn,
  ],
  selectableFields: () => ({}),
});

const ADDRESS_RULES: Readonly<Record<string, (address: string) => string[]>> = {
  IPv4: (address) => (isIPv4(address) ? [] : ['must be a valid IPv4 address']),
  IPv6: (address) => (isIPv6(address) ? [] : ['must be a valid IPv6 address']),
  FQDN: dnsSubdomainProblems,
};

/** Who writes slices, and knows how addresses are written. */
const MANAGERS: ReadonlySet<unknown> = new Set([
  'endpointslice-controller.k8s.io',
  'endpointslicemirroring-controller.k8s.io',
]);

/** Source: pkg/registry/discovery/endpointslice/strategy.go (`warnOnDeprecatedAddressType`, `warnOnBadIPs`). */
function* warnings(slice: EndpointSlice, old: EndpointSlice | undefined): Generator<string> {
  if (old === undefined && slice.addressType === 'FQDN')
    yield 'spec.addressType: FQDN endpoints are deprecated';
  if (MANAGERS.has(own(slice.metadata.labels, 'endpointslice.kubernetes.io/managed-by'))) return;
  for (const [at, { addresses = [] }] of (slice.endpoints ?? []).entries()) {
    for (const [index, address] of addresses.entries())
      yield* ipWarnings(address, `endpoints[${at}].addresses[${index}]`);
  }
}

function validate({ addressType, endpoints = [], ports = [] }: EndpointSlice): FieldError[] {
  const errors = validateChoice(addressType, Object.keys(ADDRESS_RULES), 'addressType');
  if (endpoints.length > MAX_ENDPOINTS) errors.push(tooMany('endpoints', endpoints.length, MAX_ENDPOINTS));
  const rule = own(ADDRESS_RULES, addressType);
  for (const [at, { addresses = [] }] of endpoints.entries()) {
    const field = `endpoints[${at}].addresses`;
    if (addresses.length === 0) errors.push(required(field, 'must contain at least 1 address'));
    if (addresses.length > MAX_ADDRESSES) errors.push(tooMany(field, addresses.length, MAX_ADDRESSES));
    for (const [index, address] of addresses.entries()) {
      const problems = rule?.(address) ?? [];
      errors.push(...problems.map((problem) => invalid(`${field}[${index}]`, address, problem)));
    }
  }
  errors.push(...validatePorts(ports));
  return errors;
}

function validatePorts(ports: NonNullable<EndpointSlice['ports']>): FieldError[] {
  const errors = ports.length > MAX_PORTS ? [tooMany('ports', ports.length, MAX_PORTS)] : [];
  const names = new Set<string>();
  for (const [index, { name = '', port, protocol }] of ports.entries()) {
    const field = `ports[${index}]`;
    if (names.has(name)) errors.push(duplicate(`${field}.name`, name));
    names.add(name);
    const problems = name === '' ? [] : dnsLabelProblems(name);
    errors.push(...problems.map((problem) => invalid(`${field}.name`, name, problem)));
    if (typeof port === 'number') {
      errors.push(...portNumberProblems(port).map((problem) => invalid(`${field}.port`, port, problem)));
    }
    errors.push(...validateChoice(protocol, ['TCP', 'UDP', 'SCTP'], `${field}.protocol`));
  }
  return errors;
}
