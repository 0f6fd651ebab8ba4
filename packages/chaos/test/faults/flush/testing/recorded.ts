import { parseRuleset, type Table } from '../../../../src/faults/flush/ruleset.ts';
import { recordedRules } from './node-in-namespace.ts';

/** One table of a real kube-proxy; it has to be there. */
export function recordedTable(family: 'ipv4' | 'ipv6', name: string): Table {
  const table = parseRuleset(recordedRules(family)).get(name);
  if (table === undefined) throw new Error(`expected a recorded table ${name}`);
  return table;
}
