import { successStatus } from '../../machinery/api-error.ts';
import { receiveDeleteOptions } from '../receive-delete-options.ts';
import { objectAnswer, statusAnswer } from '../represent.ts';
import type { Verb } from './verb.ts';

/** Kinds whose deletion answers with the object even where it is gone. Source: `ReturnDeletedObject` in pkg/registry. */
const RETURNED: ReadonlySet<string> = new Set(['pods', 'services', 'serviceaccounts', 'namespaces']);

/** The end of an object, or its beginning. Source: apiserver/pkg/endpoints/handlers/delete.go. */
export const deleteOne: Verb = async (context, request) => {
  const { kind, resource, namespace, name } = request;
  const options = await receiveDeleteOptions(request);
  const { object, gone } = context.registry.delete(resource, namespace, name, options);
  const code = !gone && options.waitsForDependents ? 202 : 200;
  if (!gone || RETURNED.has(resource)) return objectAnswer(context, request, object, code);
  const { uid } = object.metadata;
  const group = kind.group === '' ? {} : { group: kind.group };
  const status = successStatus({ name, ...group, kind: resource, ...(uid === undefined ? {} : { uid }) });
  return statusAnswer(request, status, code);
};
