import { measureJson } from '../machinery/json-measure.ts';
import { ApiError } from '../machinery/api-error.ts';
import { MAX_OBJECT_BYTES, MAX_OBJECT_VALUES } from '../machinery/limits.ts';

/**
 * Refuses an object that is too large to be kept, whether it came whole or has grown patch by patch.
 *
 * @throws {ApiError} 500, in the words in which etcd's refusal comes through, or 413 where it is made of too many parts.
 */
export function checkSize(object: unknown): void {
  const { bytes, values } = measureJson(object, MAX_OBJECT_BYTES);
  if (bytes > MAX_OBJECT_BYTES) throw new ApiError(500, '', 'etcdserver: request is too large');
  if (values > MAX_OBJECT_VALUES) {
    const message = `Request entity too large: limit is ${MAX_OBJECT_VALUES} values, got ${values}`;
    throw new ApiError(413, 'RequestEntityTooLarge', message);
  }
}
