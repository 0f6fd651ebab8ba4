import { ApiError, badRequest } from '../machinery/api-error.ts';
import { goText } from './json-value.ts';

/**
 * 422 for a patch that can't be applied to this object; the API does not say why. Source:
 * apimachinery/pkg/api/errors/errors.go (NewGenericServerResponse).
 */
export function cannotApply(): ApiError {
  return new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

/** 400 for a directive that is not of the form it should have. Source: apimachinery/pkg/util/mergepatch/errors.go. */
export function badDirective(which: 'primitive list' | 'retainKeys' | 'setElementOrder list'): ApiError {
  return badRequest(`invalid patch format of ${which}`);
}

/**
 * 500, as the API answers it, for a patch that its schema doesn't allow. Source: apiserver/.../handlers/patch.go
 * (interpretStrategicMergePatchError), which lets all other errors through.
 */
export function badPatch(message: string): ApiError {
  return new ApiError(500, 'InternalError', message);
}

/** An item of a list without the field by which items are told apart. */
export function noMergeKey(item: unknown, mergeKey: string): ApiError {
  return badPatch(`map: ${goText(item)} does not contain declared merge key: ${mergeKey}`);
}

/** A `$patch` that is none of those known. */
export function unknownDirective(directive: unknown, item: unknown): ApiError {
  return badPatch(`unknown patch type: ${goText(directive)} in map: ${goText(item)}`);
}

/** A value of a form other than the one that has to be there. */
export function wrongForm(expected: 'list' | 'object', value: unknown): ApiError {
  const names = { list: '[]interface {}', object: 'map[string]interface {}' };
  const found = Array.isArray(value) ? names.list : typeof value === 'object' ? names.object : typeof value;
  return badPatch(`expected a ${names[expected]}, but received a ${found}`);
}
