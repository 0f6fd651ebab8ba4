import {
  checkName,
  expectedOf,
  notHonouredWarnings,
  placeInNamespace,
  receive,
  storedWarnings,
  withoutDuplicateOwners,
} from '../body-object.ts';
import { dryRunOf, fieldValidationOf } from '../query.ts';
import { objectAnswer } from '../represent.ts';
import type { WriteOptions } from '../../registry/registry.ts';
import type { Verb } from './verb.ts';

const OPTIONS = 'UpdateOptions';

/** Another object in the place of one, or of a part of it. Source: apiserver/pkg/endpoints/handlers/update.go. */
export function updateOf(subresource?: WriteOptions['subresource']): Verb {
  return async (context, request) => {
    const { kind, resource, query } = request;
    const dryRun = dryRunOf(query, OPTIONS);
    const { object, warnings } = await receive(request, expectedOf(kind), fieldValidationOf(query, OPTIONS));
    checkName(object, request);
    placeInNamespace(object, request);
    warnings.push(...withoutDuplicateOwners(object));
    const old = context.registry.find(resource, request.namespace, request.name);
    const updated = context.registry.update(resource, object, { dryRun, subresource });
    const notHonoured = subresource === 'status' ? [] : notHonouredWarnings(kind, object);
    const stored = storedWarnings(kind, updated, old, subresource);
    return objectAnswer(context, request, updated, 200, [...warnings, ...stored, ...notHonoured]);
  };
}
