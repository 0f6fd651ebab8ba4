import type { FlushFaultSpec } from './spec.ts';

/** A flush as somebody would type it on the node: `iptables -F and -X, nat`. */
export function describeFlush({ tables, families, deleteChains }: FlushFaultSpec): string {
  const programs = families.map((family) => (family === 'ipv4' ? 'iptables' : 'ip6tables'));
  return `${programs.join(' and ')} -F${deleteChains ? ' and -X' : ''}, ${tables.join(' and ')}`;
}
