import { activityFailed } from '../../errors.ts';
import { type Json, type JsonObject, textOf } from '../../json.ts';
import { NAMESPACE, optional, type ChaosFunction, type FunctionContext } from './function.ts';
import { listOf, selectors } from './lists.ts';

type ListedNode = Readonly<{
  metadata: Readonly<{ name: string }>;
  status?: Readonly<{ conditions?: readonly Readonly<{ type: string; status: string }>[] }>;
}>;

const NODES = { label_selector: optional('text', null) } as const;

async function conditions(args: JsonObject, context: FunctionContext): Promise<readonly JsonObject[]> {
  const nodes = await listOf<ListedNode>(context, '/api/v1/nodes', selectors(args['label_selector']));
  return nodes.map(({ metadata, status }) =>
    Object.fromEntries([
      ['name', metadata.name],
      ...(status?.conditions ?? []).map((each) => [each.type, each.status]),
    ]),
  );
}

/** `chaosk8s.node.probes`. */
export const NODE_PROBES: Readonly<Record<string, ChaosFunction>> = {
  get_nodes: {
    arguments: NODES,
    async run(args, context) {
      return { items: await listOf<Json>(context, '/api/v1/nodes', selectors(args['label_selector'])) };
    },
  },
  get_all_node_status_conditions: { arguments: NODES, run: conditions },
  all_nodes_must_be_ready_to_schedule: {
    arguments: NODES,
    run: async (args, context) => (await conditions(args, context)).every((node) => node['Ready'] === 'True'),
  },
  verify_nodes_condition: {
    arguments: {
      ...NODES,
      condition_type: optional('text', 'PIDPressure'),
      condition_value: optional('text', 'False'),
    },
    run: async (args, context) =>
      (await conditions(args, context)).every(
        (node) => node[textOf(args['condition_type'])] === args['condition_value'],
      ),
  },
};

/** `chaosk8s.service.probes`. */
export const SERVICE_PROBES: Readonly<Record<string, ChaosFunction>> = {
  service_is_initialized: {
    arguments: {
      name: optional('text', null),
      ...NAMESPACE,
      label_selector: optional('text', null),
      raise_if_service_not_initialized: optional('bool', true),
    },
    async run(args, context) {
      const { name, ns, label_selector: selector } = args;
      const byName: Record<string, string> =
        typeof name === 'string' ? { fieldSelector: `metadata.name=${name}` } : {};
      const query = { ...byName, ...selectors(selector) };
      const path = `/api/v1/namespaces/${encodeURIComponent(textOf(ns))}/services`;
      if ((await listOf<Json>(context, path, query)).length > 0) return true;
      if (args['raise_if_service_not_initialized'] !== true) return false;
      throw activityFailed(`service '${textOf(name)}' is not initialized`);
    },
  },
};
