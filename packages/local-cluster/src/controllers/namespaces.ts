import type { ResourceName } from '@pod-contagion/api-server/objects';
import type { Change } from '@pod-contagion/api-server/registry';
import { unlessNotFound } from '../control-loop/errors.ts';
import {
  runController,
  type Controller,
  type ControllerOptions,
  type Watches,
} from '../control-loop/controller.ts';

/**
 * Empties each namespace that is being deleted, pods first and with their grace, and lets it go when nothing is left in it.
 *
 * Source: pkg/controller/namespace/deletion/namespaced_resources_deleter.go.
 */
export function startNamespaceController(options: ControllerOptions): Controller {
  const { registry } = options;
  const held = registry.kinds.filter(({ namespaced }) => namespaced).map(({ resource }) => resource);
  // Pods go first, so that nothing they need goes before them; Events last, as they tell of the rest.
  const contents: readonly (readonly ResourceName[])[] = [
    ['pods'],
    held.filter((resource) => resource !== 'pods' && resource !== 'events'),
    ['events'],
  ];

  const reconcile = (name: string): void => {
    const namespace = registry.find('namespaces', '', name);
    if (namespace?.metadata.deletionTimestamp === undefined) return;
    if (namespace.status?.phase !== 'Terminating') {
      registry.modify(
        'namespaces',
        '',
        name,
        (draft) => {
          draft.status = { ...draft.status, phase: 'Terminating' };
        },
        { subresource: 'status' },
      );
    }
    if (!contents.every((resources) => isEmptied(name, resources))) return;
    unlessNotFound(() =>
      registry.modify('namespaces', '', name, (draft) => {
        draft.spec = { ...draft.spec, finalizers: [] };
      }),
    );
  };

  /** Deletes all of some kinds; says whether nothing is left of them. */
  const isEmptied = (namespace: string, resources: readonly ResourceName[]): boolean => {
    for (const resource of resources) {
      for (const { metadata } of registry.list(resource, namespace)) {
        if (metadata.deletionTimestamp !== undefined) continue;
        unlessNotFound(() => registry.delete(resource, namespace, metadata.name ?? ''));
      }
    }
    return resources.every((resource) => registry.list(resource, namespace).length === 0);
  };

  const watched = Object.fromEntries(
    held.map((resource) => [
      resource,
      ({ type, object: { metadata } }: Change, queue: { add: (key: string) => void }) => {
        if (type !== 'DELETED') return;
        const namespace = registry.find('namespaces', '', metadata.namespace ?? '');
        if (namespace?.metadata.deletionTimestamp !== undefined) queue.add(metadata.namespace ?? '');
      },
    ]),
  ) as Watches;
  return runController(
    options,
    {
      ...watched,
      namespaces: ({ object }, queue) => {
        if (object.metadata.deletionTimestamp !== undefined) queue.add(object.metadata.name ?? '');
      },
    },
    reconcile,
  );
}
