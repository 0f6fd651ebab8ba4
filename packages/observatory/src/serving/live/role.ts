import { kubectlOfCluster, type Place } from '../../protocol/commands.ts';

/** Who was refused, as the API server says it: `pods is forbidden: User "jane" cannot list resource ...` */
function subjectOf(message: string): string {
  const [, user = 'YOUR-NAME'] = /User "([^"]+)"/.exec(message) ?? [];
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  if (account !== undefined) return `{kind: ServiceAccount, name: ${account}, namespace: ${namespace}}`;
  return `{kind: User, name: ${JSON.stringify(user)}, apiGroup: rbac.authorization.k8s.io}`;
}

/** A right that is given, and the name of the Role that holds it. */
type Right = Readonly<{ role: string; resources: string; verbs: string }>;

/** What it takes to watch. */
const TO_WATCH: Right = { role: 'observatory', resources: 'pods, events', verbs: 'get, list, watch' };

/** What it takes to ask podders through the API server; in a Role of its own, as it is any request to any port of any pod. */
export const TO_ASK: Right = { role: 'observatory-ask', resources: 'pods/proxy', verbs: 'get' };

/** The command that gives whoever was refused exactly what is needed. */
export function grantCommand(place: Place, message: string, right: Right = TO_WATCH): string {
  const { namespace } = place;
  const { role, resources, verbs } = right;
  return `${kubectlOfCluster(place, 'apply', '-f', '-')} <<'END'
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: ${role}, namespace: ${namespace}}
rules:
  - {apiGroups: [''], resources: [${resources}], verbs: [${verbs}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: ${role}, namespace: ${namespace}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${role}}
subjects:
  - ${subjectOf(message)}
END`;
}
