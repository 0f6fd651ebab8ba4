import { PATCH_MEDIA_TYPES } from '../patches/patch-types.ts';
import type { GroupVersionKind } from '../schema/type-names.ts';
import { referenceTo, type Schema } from './schemas.ts';

/** What an operation does; `x-kubernetes-action` of OpenAPI. */
export type Action = 'get' | 'list' | 'post' | 'put' | 'patch' | 'delete' | 'deletecollection' | 'connect';

/** What is operated on. */
export type Subject = Readonly<{ kind: GroupVersionKind; definition: string; tag: string }>;

/** The methods of one path. */
export type PathItem = { [method: string]: Schema | readonly Schema[] };

/** The method by which each action is asked for. */
export const METHODS: Readonly<Record<Action, string>> = {
  get: 'get',
  list: 'get',
  post: 'post',
  put: 'put',
  patch: 'patch',
  delete: 'delete',
  deletecollection: 'delete',
  connect: 'get',
};

function parameter(name: string, type: string, where = 'query'): Schema {
  const required = where === 'path' ? { required: true } : {};
  return { in: where, name, ...required, schema: { type, uniqueItems: true } };
}

/** A parameter in the path, `{name}`. */
export function pathParameter(name: string): Schema {
  return parameter(name, 'string', 'path');
}

const DRY_RUN = parameter('dryRun', 'string');
const WRITING = [DRY_RUN, parameter('fieldManager', 'string'), parameter('fieldValidation', 'string')];
const LISTING = [
  ...['continue', 'fieldSelector', 'labelSelector', 'resourceVersion', 'resourceVersionMatch'].map((name) =>
    parameter(name, 'string'),
  ),
  parameter('limit', 'integer'),
  parameter('timeoutSeconds', 'integer'),
];
const DELETING = [
  DRY_RUN,
  parameter('gracePeriodSeconds', 'integer'),
  parameter('orphanDependents', 'boolean'),
  parameter('propagationPolicy', 'string'),
];

const PARAMETERS: Readonly<Record<Action, readonly Schema[]>> = {
  get: [],
  list: [...LISTING, parameter('allowWatchBookmarks', 'boolean'), parameter('watch', 'boolean')],
  post: WRITING,
  put: WRITING,
  patch: WRITING,
  delete: DELETING,
  deletecollection: [...DELETING, ...LISTING],
  connect: [],
};

function content(definition: string, mediaTypes: readonly string[]): Schema {
  return Object.fromEntries(mediaTypes.map((type) => [type, { schema: referenceTo(definition) }]));
}

/** The schema of what a patch is: anything. */
const PATCH_SCHEMA = { type: 'object' };

function requestBody(action: Action, definition: string): Schema {
  if (action === 'post' || action === 'put')
    return { requestBody: { content: { '*/*': { schema: referenceTo(definition) } }, required: true } };
  if (action === 'patch') {
    const types = PATCH_MEDIA_TYPES.map((type) => [type, { schema: PATCH_SCHEMA }]);
    return { requestBody: { content: Object.fromEntries(types), required: true } };
  }
  return action.startsWith('delete')
    ? { requestBody: { content: { '*/*': { schema: referenceTo('V1DeleteOptions') } } } }
    : {};
}

/** One method of a path, with what it takes and what it answers. */
export function operation(action: Action, { kind, definition, tag }: Subject): Schema {
  const answers: Readonly<Partial<Record<Action, string>>> = {
    list: `${definition}List`,
    deletecollection: 'V1Status',
  };
  const response =
    action === 'connect'
      ? { description: 'OK' }
      : { content: content(answers[action] ?? definition, ['application/json']), description: 'OK' };
  return {
    ...(PARAMETERS[action].length === 0 ? {} : { parameters: PARAMETERS[action] }),
    ...requestBody(action, definition),
    responses: { [action === 'post' ? '201' : '200']: response },
    tags: [tag],
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kind,
  };
}
