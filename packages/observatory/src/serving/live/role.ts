import { kubectlOfCluster, type Place } from '../../protocol/commands.ts';

/** Who was refused, as the API server says it: `pods is forbidden: User "jane" cannot list resource ...` */
function subjectOf(message: string): string {
  const [, user = 'YOUR-NAME'] = /User "([^"]+)"/.exec(message) ?? [];
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  if (account !== undefined) return `{kind: ServiceAccount, name: ${account}, namespace: ${namespace}}`;
  return `{kind: User, name: ${JSON.stringify(user)}, apiGroup: rbac.authorization.k8s.io}`;
}

/** The command that gives whoever was refused exactly what is needed: to get, list and watch pods and Events. */
export function grantCommand(place: Place, message: string): string {
  const { namespace } = place;
  return `${kubectlOfCluster(place, 'apply', '-f', '-')} <<'END'
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: observatory, namespace: ${namespace}}
rules:
  - {apiGroups: [''], resources: [pods, events], verbs: [get, list, watch]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: observatory, namespace: ${namespace}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: observatory}
subjects:
  - ${subjectOf(message)}
END`;
}
