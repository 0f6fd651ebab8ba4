import { createHash } from 'node:crypto';
import { KUBERNETES_VERSION } from '../machinery/version.ts';
import type { Kind } from '../registry/kind.ts';
import { own } from '@pod-contagion/notations';
import { definitionsText } from '../schema/fields.ts';
import { pathsOf, rootOf } from './paths.ts';
import { schemasFor } from './schemas.ts';

/** A group and one of its versions. */
export type GroupVersion = Readonly<{ group: string; version: string }>;

/** The body of GET /openapi/v3. */
export type OpenApiIndex = Readonly<{
  paths: Readonly<Record<string, Readonly<{ serverRelativeURL: string }>>>;
}>;

/** The definitions of objects that belong to a group, though no resource of it is served. */
const WITHOUT_RESOURCE: Readonly<Record<string, readonly string[]>> = {
  autoscaling: ['V1Scale'],
  policy: ['V1Eviction'],
};

/** Documents made, by what they were made of; each is made once, when it is first asked for. */
const documents = new WeakMap<readonly Kind[], Map<string, string>>();

function groupVersionsOf(kinds: readonly Kind[]): GroupVersion[] {
  const found = new Map(kinds.map(({ group, version }) => [rootOf(group, version), { group, version }]));
  return [...found.values()];
}

/** A mark that changes whenever a document may: clients keep documents by it. */
function hashOf(groupVersion: GroupVersion, kinds: readonly Kind[]): string {
  const hash = createHash('sha256');
  hash.update(definitionsText());
  hash.update(JSON.stringify([KUBERNETES_VERSION, rootOf(groupVersion.group, groupVersion.version)]));
  for (const { resource, group, version, scale, hasStatus, missingVerbs } of kinds)
    hash.update(JSON.stringify([resource, group, version, scale !== undefined, hasStatus, missingVerbs]));
  return hash.digest('hex').toUpperCase();
}

/** Says where the document of each group and version is. Source: kube-openapi/pkg/handler3/handler.go. */
export function openApiIndex(
  kinds: readonly Kind[],
  groupVersions: readonly GroupVersion[] = groupVersionsOf(kinds),
): OpenApiIndex {
  const entries = groupVersions.map((groupVersion) => {
    const path = rootOf(groupVersion.group, groupVersion.version).slice(1);
    const serverRelativeURL = `/openapi/v3/${path}?hash=${hashOf(groupVersion, kinds)}`;
    return [path, { serverRelativeURL }] as const;
  });
  return { paths: Object.fromEntries(entries) };
}

function makeDocument({ group, version }: GroupVersion, kinds: readonly Kind[]): string | undefined {
  const ownKinds = kinds.filter((kind) => kind.group === group && kind.version === version);
  const further = version === 'v1' ? (own(WITHOUT_RESOURCE, group) ?? []) : [];
  if (ownKinds.length === 0 && further.length === 0) return undefined;
  const paths = Object.assign({}, ...ownKinds.map(pathsOf)) as Record<string, unknown>;
  // What operations refer to has to be there: Scale and Eviction under the objects of other groups too.
  const definitions = [
    ...ownKinds.flatMap(({ definition }) => [definition, `${definition}List`]),
    ...further,
    ...(ownKinds.some(({ scale }) => scale !== undefined) ? ['V1Scale'] : []),
    ...(ownKinds.some(({ resource }) => resource === 'pods') ? ['V1Eviction'] : []),
    'V1DeleteOptions',
    'V1Status',
  ];
  const groups = [...new Set(['', ...kinds.map((kind) => kind.group)])];
  return JSON.stringify({
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: KUBERNETES_VERSION },
    paths,
    components: {
      schemas: schemasFor(definitions, groups),
      securitySchemes: { BearerToken: { in: 'header', name: 'authorization', type: 'apiKey' } },
    },
  });
}

/**
 * The OpenAPI document of a group and version, as JSON; undefined where there is none. Made when first asked for and then
 * kept for as long as the list of kinds is.
 */
export function openApiDocument(group: string, version: string, kinds: readonly Kind[]): string | undefined {
  const made = documents.get(kinds) ?? new Map<string, string>();
  documents.set(kinds, made);
  const root = rootOf(group, version);
  const document = made.get(root) ?? makeDocument({ group, version }, kinds);
  if (document !== undefined) made.set(root, document);
  return document;
}
