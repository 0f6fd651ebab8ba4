import type { KubeObject } from '../../machinery/objects.ts';
import { badRequest, successStatus } from '../../machinery/api-error.ts';
import { receive } from '../body-object.ts';
import { readDeleteOptions, type GivenDeleteOptions } from '../delete-options.ts';
import { dryRunOf, fieldValidationOf } from '../query.ts';
import { statusAnswer } from '../represent.ts';
import type { Verb } from '../verbs/verb.ts';
import type { Subresource } from './subresource.ts';

const EXPECTED = { definition: 'V1Eviction', apiVersion: 'policy/v1', kind: 'Eviction' };

const evict: Verb = async (context, request) => {
  const { namespace, name, query } = request;
  const dryRun = dryRunOf(query, 'CreateOptions');
  const { object, warnings } = await receive(request, EXPECTED, fieldValidationOf(query, 'CreateOptions'));
  if (object.metadata.name !== name) {
    throw badRequest('name in URL does not match name in Eviction object');
  }
  const { deleteOptions = {} } = object as KubeObject & { deleteOptions?: GivenDeleteOptions };
  const options = readDeleteOptions(deleteOptions);
  context.registry.delete('pods', namespace, name, { ...options, dryRun: dryRun || options.dryRun });
  return statusAnswer(request, successStatus(undefined, 201), 201, warnings);
};

/**
 * Deletes a pod where no PodDisruptionBudget is against it; as there is no such kind here, always.
 *
 * Source: pkg/registry/core/pod/storage/eviction.go.
 */
export const eviction: Subresource = {
  name: 'eviction',
  isOf: ({ resource }) => resource === 'pods',
  methods: { POST: evict },
  responseKind: { group: 'policy', version: 'v1', kind: 'Eviction' },
  verbs: ['create'],
};
