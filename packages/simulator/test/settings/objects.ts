/** Fields that a test adds or changes. */
export type Fields = Record<string, unknown>;

/** A Deployment with one container that has these fields. */
export function deployment(container: Fields = {}, podSpec: Fields = {}, spec: Fields = {}): Fields {
  const probe = { httpGet: { path: '/liveness', port: 81 } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'generic' },
    spec: {
      replicas: 3,
      template: {
        metadata: { labels: { app: 'podder', role: 'generic' } },
        spec: {
          containers: [
            {
              name: 'podder',
              image: 'pod-contagion:generic',
              livenessProbe: probe,
              readinessProbe: probe,
              ...container,
            },
          ],
          ...podSpec,
        },
      },
      ...spec,
    },
  };
}

/** The Service of podders. */
export function service(spec: Fields = {}, metadata: Fields = {}): Fields {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'podder', ...metadata },
    spec: { selector: { app: 'podder' }, ports: [{ port: 80 }], ...spec },
  };
}

/** A starter. */
export function starter(env: Readonly<Record<string, string>> = {}, name = 'starter'): Fields {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          name: 'starter',
          image: 'pod-contagion:starter',
          env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
        },
      ],
    },
  };
}
