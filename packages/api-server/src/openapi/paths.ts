import type { Kind } from '../registry/kind.ts';
import type { GroupVersionKind } from '../schema/type-names.ts';
import { METHODS, operation, pathParameter, type Action, type PathItem, type Subject } from './operations.ts';

/** A further path under an object, and what it speaks of where that is not the object itself. */
type Subresource = Readonly<{
  actions: readonly Action[];
  of?: Readonly<{ group: string; definition: string }>;
}>;

const READ_AND_WRITE: readonly Action[] = ['get', 'put', 'patch'];

/** The subresources that single kinds have. */
const SUBRESOURCES: Readonly<Record<string, Readonly<Record<string, Subresource>>>> = {
  pods: {
    ephemeralcontainers: { actions: READ_AND_WRITE },
    eviction: { actions: ['post'], of: { group: 'policy', definition: 'V1Eviction' } },
    log: { actions: ['get'] },
    proxy: { actions: ['connect'] },
  },
  services: { proxy: { actions: ['connect'] } },
};

function subresourcesOf(kind: Kind): Readonly<Record<string, Subresource>> {
  const scale: Subresource = { actions: READ_AND_WRITE, of: { group: 'autoscaling', definition: 'V1Scale' } };
  return {
    ...SUBRESOURCES[kind.resource],
    ...(kind.scale === undefined ? {} : { scale }),
    ...(kind.hasStatus ? { status: { actions: READ_AND_WRITE } } : {}),
  };
}

/** Where the resources of a group and version are: `/api/v1`, `/apis/apps/v1`. */
export function rootOf(group: string, version: string): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

function tagOf(group: string, version: string): string {
  const name = group === '' ? 'core' : (group.split('.', 1)[0] ?? '');
  return `${name}_${version}`;
}

function pathItem(subject: Subject, actions: readonly Action[], parameters: readonly string[]): PathItem {
  return {
    ...Object.fromEntries(actions.map((action) => [METHODS[action], operation(action, subject)])),
    ...(parameters.length === 0 ? {} : { parameters: parameters.map(pathParameter) }),
  };
}

/** The verbs of `missingVerbs` as actions. */
const ACTION_OF_VERB: Readonly<Record<string, Action>> = {
  create: 'post',
  update: 'put',
  patch: 'patch',
  delete: 'delete',
  deletecollection: 'deletecollection',
  get: 'get',
  list: 'list',
};

/** All paths of a kind. Source: apiserver/pkg/endpoints/installer.go (registerResourceHandlers). */
export function pathsOf(kind: Kind): Readonly<Record<string, PathItem>> {
  const gvk: GroupVersionKind = { group: kind.group, version: kind.version, kind: kind.kind };
  const subject: Subject = { kind: gvk, definition: kind.definition, tag: tagOf(kind.group, kind.version) };
  const missing = new Set((kind.missingVerbs ?? []).map((verb) => ACTION_OF_VERB[verb]));
  const served = (actions: readonly Action[]): Action[] => actions.filter((action) => !missing.has(action));

  const root = rootOf(kind.group, kind.version);
  const scope = kind.namespaced ? `${root}/namespaces/{namespace}` : root;
  const inScope = kind.namespaced ? ['namespace'] : [];
  const collection = `${scope}/${kind.resource}`;
  const paths: Record<string, PathItem> = {};
  if (kind.namespaced) paths[`${root}/${kind.resource}`] = pathItem(subject, served(['list']), []);
  paths[collection] = pathItem(subject, served(['list', 'post', 'deletecollection']), inScope);
  const object = `${collection}/{name}`;
  const inObject = [...inScope, 'name'];
  paths[object] = pathItem(subject, served(['get', 'put', 'patch', 'delete']), inObject);
  for (const [name, { actions, of }] of Object.entries(subresourcesOf(kind))) {
    const other =
      of === undefined
        ? subject
        : {
            ...subject,
            definition: of.definition,
            kind: { group: of.group, version: 'v1', kind: of.definition.slice(2) },
          };
    paths[`${object}/${name}`] = pathItem(other, actions, inObject);
  }
  return paths;
}
