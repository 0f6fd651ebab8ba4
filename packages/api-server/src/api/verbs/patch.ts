import { invalid } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/objects.ts';
import type { WriteOptions } from '../../registry/registry.ts';
import { invalidObject } from '../../machinery/api-error.ts';
import {
  expectedOf,
  notHonouredWarnings,
  placeInNamespace,
  storedWarnings,
  withoutDuplicateOwners,
} from '../body-object.ts';
import { dryRunOf } from '../query.ts';
import { receivePatch } from '../receive-patch.ts';
import { objectAnswer } from '../represent.ts';
import type { ApiRequest } from '../request.ts';
import type { Verb } from './verb.ts';

/**
 * Changes parts of an object. A patch is applied to the object as it is at that moment, so it meets no conflict
 * unless it asks for a version itself.
 *
 * Source: apiserver/pkg/endpoints/handlers/patch.go.
 */
export function patchOf(subresource?: WriteOptions['subresource']): Verb {
  return async (context, request) => {
    const { kind, resource, namespace, name, query } = request;
    const dryRun = dryRunOf(query, 'PatchOptions');
    const apply = await receivePatch(request, expectedOf(kind));
    let told: readonly string[] = [];
    let notHonoured: readonly string[] = [];
    const old = context.registry.find(resource, namespace, name);
    const patched = context.registry.modify(
      resource,
      namespace,
      name,
      (draft) => {
        const { object, warnings } = apply(draft);
        checkSameName(object, request);
        placeInNamespace(object, request);
        told = [...warnings, ...withoutDuplicateOwners(object, true)];
        notHonoured = subresource === 'status' ? [] : notHonouredWarnings(kind, object);
        return object;
      },
      { dryRun, subresource },
    );
    const stored = storedWarnings(kind, patched, old, subresource);
    return objectAnswer(context, request, patched, 200, [...told, ...stored, ...notHonoured]);
  };
}

/** Source: apimachinery/pkg/api/validation/objectmeta.go (`ValidateObjectMetaAccessorUpdate`). */
function checkSameName({ metadata }: KubeObject, { kind, name }: ApiRequest): void {
  if (metadata.name === name) return;
  throw invalidObject(kind.group, kind.kind, name, [
    invalid('metadata.name', metadata.name ?? '', 'field is immutable'),
  ]);
}
