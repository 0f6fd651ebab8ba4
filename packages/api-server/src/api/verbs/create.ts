import {
  expectedOf,
  notHonouredWarnings,
  placeInNamespace,
  receive,
  storedWarnings,
  withoutDuplicateOwners,
} from '../body-object.ts';
import { dryRunOf, fieldValidationOf } from '../query.ts';
import { objectAnswer } from '../represent.ts';
import type { Verb } from './verb.ts';

const OPTIONS = 'CreateOptions';

/** A new object. Source: apiserver/pkg/endpoints/handlers/create.go. */
export const create: Verb = async (context, request) => {
  const { kind, resource, query } = request;
  const dryRun = dryRunOf(query, OPTIONS);
  const { object, warnings } = await receive(request, expectedOf(kind), fieldValidationOf(query, OPTIONS));
  placeInNamespace(object, request);
  warnings.push(...withoutDuplicateOwners(object));
  const created = context.registry.create(resource, object, { dryRun });
  return objectAnswer(context, request, created, 201, [
    ...warnings,
    ...storedWarnings(kind, created, undefined),
    ...notHonouredWarnings(kind, object),
  ]);
};
