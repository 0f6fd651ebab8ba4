import { isDeepStrictEqual } from 'node:util';
import { runController, type Controller, type ControllerOptions } from '../control-loop/controller.ts';

const SERVICE_ACCOUNT = 'default';
const ROOT_CA = 'kube-root-ca.crt';

/** What the objects of each namespace are made of. */
export type NamespaceDefaultsOptions = ControllerOptions &
  Readonly<{
    /** Certificate that the API server's is signed by, as PEM. */
    caCertificate: string;
  }>;

/**
 * Gives each namespace the ServiceAccount and the ConfigMap that real ones have, and restores them.
 *
 * Source: pkg/controller/serviceaccount/serviceaccounts_controller.go,
 * pkg/controller/certificates/rootcacertpublisher/publisher.go.
 */
export function startNamespaceDefaultsController(options: NamespaceDefaultsOptions): Controller {
  const { registry, caCertificate } = options;
  const data = { 'ca.crt': caCertificate };

  const reconcile = (namespace: string): void => {
    const found = registry.find('namespaces', '', namespace);
    if (found === undefined || found.metadata.deletionTimestamp !== undefined) return;
    if (registry.find('serviceaccounts', namespace, SERVICE_ACCOUNT) === undefined) {
      const metadata = { name: SERVICE_ACCOUNT, namespace };
      registry.create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
    }
    const rootCa = registry.find('configmaps', namespace, ROOT_CA);
    if (rootCa === undefined) {
      const metadata = { name: ROOT_CA, namespace };
      registry.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    } else if (!isDeepStrictEqual(rootCa.data, data)) {
      registry.modify('configmaps', namespace, ROOT_CA, (draft) => {
        draft.data = data;
      });
    }
  };

  return runController(
    options,
    {
      namespaces: ({ type, object }, queue) => {
        if (type !== 'DELETED') queue.add(object.metadata.name ?? '');
      },
      serviceaccounts: ({ type, object: { metadata } }, queue) => {
        if (type === 'DELETED' && metadata.name === SERVICE_ACCOUNT) queue.add(metadata.namespace ?? '');
      },
      configmaps: ({ object: { metadata } }, queue) => {
        if (metadata.name === ROOT_CA) queue.add(metadata.namespace ?? '');
      },
    },
    reconcile,
  );
}
