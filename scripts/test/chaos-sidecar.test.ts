/** The toolkit as a container beside an app: its rights, and an order that the agent takes. */
import { execFileSync } from 'node:child_process';
import t from 'tap';
import { parseAllDocuments } from 'yaml';
import { parseAgentSpec } from '../../packages/chaos/src/agent/parse-spec.ts';
import { AGENT_COMMAND, AGENT_SPEC_VARIABLE } from '../../packages/chaos/src/agent/spec.ts';
import { rightsOf } from '../../packages/chaos/src/run/agent-rights.ts';
import { ROOT } from '../files.ts';
import { missing } from '../testing/needs.ts';

type Container = {
  name: string;
  image: string;
  command: string[];
  env: { name: string; value?: string }[];
  securityContext: object;
};
type Manifest = { kind: string; spec: { replicas: number; template: { spec: { containers: Container[] } } } };

t.test(
  'beside podders it has the rights that such an agent has, and no more',
  { skip: missing('kubectl') },
  async (t) => {
    const text = execFileSync('kubectl', ['kustomize', `${ROOT}kubernetes/chaos/examples/sidecar`], {
      encoding: 'utf8',
    });
    const built = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
    const deployments = built.filter(({ kind }) => kind === 'Deployment');
    t.equal(deployments.length, 1);
    const { containers } = deployments[0]?.spec.template.spec ?? { containers: [] };
    t.same(
      containers.map(({ name }) => name),
      ['podder', 'pod-chaos-sidecar'],
    );
    const sidecar = containers[1];
    t.match(sidecar, { image: 'pod-contagion:chaos', command: [AGENT_COMMAND] });
    const order = parseAgentSpec(sidecar?.env.find(({ name }) => name === AGENT_SPEC_VARIABLE)?.value ?? '');
    t.match(order, {
      order: 'fault',
      durationMs: 86_400_000,
      beginBeforeMs: undefined,
      fault: { kind: 'requests', port: 8080, effect: { delay: { averageMs: 250, variationMs: 50 } } },
    });
    t.same(sidecar?.securityContext, rightsOf(order, false));
  },
);
