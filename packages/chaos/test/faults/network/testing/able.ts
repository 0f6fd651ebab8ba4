import { missing } from '../../../../../../scripts/testing/needs.ts';

/** Why tests with namespaces, qdiscs and rules can't run on this machine; false where they can. */
export const NOT_ABLE: string | false = missing(
  'root',
  'network namespaces',
  'tc',
  'iptables',
  'ip6tables',
  'sysctl',
);
