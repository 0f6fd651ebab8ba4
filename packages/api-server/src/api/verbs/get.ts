import { objectAnswer } from '../represent.ts';
import type { Verb } from './verb.ts';

/** One object. Source: apiserver/pkg/endpoints/handlers/get.go (`GetResource`). */
export const get: Verb = (context, request) => {
  const { resource, namespace, name } = request;
  return objectAnswer(context, request, context.registry.get(resource, namespace, name));
};
