import { isRecord, own, setField } from '@pod-contagion/notations';
import { changeFields, isOfKind, textOf, type FieldSpec } from './fields.ts';
import { REFERENCES, type Reference } from './reference-table.ts';
import { firstName, nameNow, type Resource } from './resource.ts';

/**
 * Lets objects name what was renamed by its new name: once, at the end, as kustomize does. Source: kustomize's
 * api/filters/nameref/nameref.go.
 * @throws {Error} where a name may mean more than one object.
 */
export function fixReferences(resources: readonly Resource[]): void {
  for (const referrer of resources) {
    // What was never renamed has no earlier name to be known by. Where nothing was, fields are looked at all the same: kustomize refuses
    // what has no place for a name.
    const renamed = resources.filter((each) => each.earlier.length > 0 && mayName(referrer, each));
    for (const reference of REFERENCES) {
      for (const spec of reference.referrers) {
        const select = selection(referrer, renamed, reference, spec);
        changeFields(referrer.object, spec, (value) => withNewName(value, select));
      }
    }
  }
}

type Select = (name: string, namespace?: unknown) => Resource | undefined;

function withNewName(value: unknown, select: Select): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => withNewName(item, select));
  if (!isRecord(value)) return select(textOf(value))?.object.metadata.name ?? value;
  const name = own(value, 'name');
  if (name === undefined) throw new Error(`expected a name to refer by, got ${JSON.stringify(value)}`);
  const found = select(textOf(name), own(value, 'namespace') ?? null)?.object.metadata;
  if (found === undefined) return value;
  setField(value, 'name', found.name);
  if (found.namespace) setField(value, 'namespace', found.namespace);
  return value;
}

function selection(
  referrer: Resource,
  renamed: readonly Resource[],
  reference: Reference,
  spec: FieldSpec,
): Select {
  return (name, namespace) => {
    const group =
      namespace === undefined || namespace === null ? renamed : inNamespace(renamed, textOf(namespace));
    const named = group.filter(
      (each) =>
        each.earlier.some((earlier) => earlier.name === name) &&
        each.earlier.some(({ kind }) => isOfKind({ ...each.object, kind }, reference)) &&
        fitsRole(referrer, each, spec) &&
        isNear(referrer, each),
    );
    if (named.length <= 1) return named[0];
    let similar = named.filter((each) => isSimilar(each, referrer, true));
    if (similar.length > 1) similar = similar.filter((each) => isSimilar(each, referrer, false));
    const [first] = similar;
    const identities = new Set(similar.map(({ object: { metadata } }) => identity(metadata, namespace)));
    if (identities.size > 1)
      throw new Error(`expected one object that ${name} may mean, got ${similar.length}`);
    return first;
  };
}

/** What objects that are one for a reference have in common: their name, and their namespace where it is written too. */
function identity(metadata: Resource['object']['metadata'], namespace: unknown): string {
  return namespace === undefined ? metadata.name : `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Objects of one namespace may name each other, and what has none; role bindings also the accounts of others. */
function mayName(referrer: Resource, other: Resource): boolean {
  const { namespace } = nameNow(referrer);
  const theirs = nameNow(other).namespace;
  if (namespace === undefined || theirs === undefined || namespace === theirs) return true;
  const subjects = referrer.object.kind === 'RoleBinding' ? own(referrer.object, 'subjects') : undefined;
  return (Array.isArray(subjects) ? subjects : []).some(
    (subject) =>
      isRecord(subject) &&
      subject['kind'] === 'ServiceAccount' &&
      subject['namespace'] === other.object.metadata.namespace,
  );
}

function isNear(referrer: Resource, other: Resource): boolean {
  const { namespace } = nameNow(referrer);
  const theirs = nameNow(other).namespace;
  const isAccount = other.object.kind === 'ServiceAccount';
  return namespace === undefined || theirs === undefined || isAccount || namespace === theirs;
}

function inNamespace(resources: readonly Resource[], namespace: string): readonly Resource[] {
  const first = resources.filter((each) => firstName(each).namespace === namespace);
  return first.length > 0 ? first : resources.filter((each) => nameNow(each).namespace === namespace);
}

function fitsRole({ object }: Resource, other: Resource, { path }: FieldSpec): boolean {
  const role = path.endsWith('roleRef/name') ? own(object, 'roleRef') : undefined;
  if (!isRecord(role) || role['apiGroup'] === undefined || role['kind'] === undefined) return true;
  const named = { group: textOf(role['apiGroup']), kind: textOf(role['kind']) };
  return other.earlier.some(({ kind }) => isOfKind({ ...other.object, kind }, named));
}

/** Whether two resources went through the same changes of name at the end; where one went through none that may do. */
function isSimilar(one: Resource, other: Resource, mayBeNone: boolean): boolean {
  return (
    endsAlike(one.prefixes, other.prefixes, mayBeNone) && endsAlike(one.suffixes, other.suffixes, mayBeNone)
  );
}

function endsAlike(one: readonly string[], other: readonly string[], mayBeNone: boolean): boolean {
  const length = Math.min(one.length, other.length);
  if (length === 0) return mayBeNone || one.length === other.length;
  return one.slice(-length).join() === other.slice(-length).join();
}
