import fc from 'fast-check';
import t from 'tap';
import {
  MAX_ANNOTATIONS_BYTES,
  validateMetadata,
  validateMetadataUpdate,
} from '../../src/registry/metadata.ts';
import type { ObjectMeta } from '../../src/machinery/objects.ts';

const pods = { namespaced: true, nameRule: 'dns-subdomain' } as const;
const namespaces = { namespaced: false, nameRule: 'dns-label' } as const;
const right = { name: 'a', namespace: 'default' };

function causes(meta: ObjectMeta, kind: Parameters<typeof validateMetadata>[0] = pods): string[] {
  return validateMetadata(kind, meta).map(({ field, message }) => `${field}: ${message}`);
}

t.test('names and namespaces', async (t) => {
  t.same(causes(right), []);
  t.same(causes({ namespace: 'default' }), [
    'metadata.name: Required value: name or generateName is required',
  ]);
  t.same(causes({ name: 'a' }), ['metadata.namespace: Required value']);
  t.same(causes(right, namespaces), ['metadata.namespace: Forbidden: not allowed on this type']);
  t.match(causes({ name: 'a.b' }, namespaces), [
    /^metadata.name: Invalid value: "a.b": a lowercase RFC 1123 label/,
  ]);
  t.same(causes({ ...right, generateName: 'web-' }), []);
  t.match(causes({ ...right, generateName: 'Web-' }), [/^metadata.generateName: Invalid value: "Web-"/]);
});

t.test('labels and annotations', async (t) => {
  t.match(causes({ ...right, labels: { 'a b': 'c d' } }), [
    /^metadata.labels: Invalid value: "a b": name part must consist/,
    /^metadata.labels: Invalid value: "c d": a valid label must be an empty string or consist/,
  ]);
  t.same(causes({ ...right, annotations: { 'Example.com/Key': 'anything at all' } }), []);
  t.match(causes({ ...right, annotations: { 'a/b/c': '' } }), [
    /^metadata.annotations: Invalid value: "a\/b\/c"/,
  ]);
  const room = MAX_ANNOTATIONS_BYTES - 1;
  t.same(causes({ ...right, annotations: { a: 'x'.repeat(room) } }), []);
  t.same(causes({ ...right, annotations: { a: 'x'.repeat(room + 1) } }), [
    'metadata.annotations: Too long: may not be more than 262144 bytes',
  ]);
});

t.test('owners and finalizers', async (t) => {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'a', uid: '1', controller: true };
  t.same(causes({ ...right, ownerReferences: [owner, { ...owner, controller: false }] }), []);
  t.match(causes({ ...right, ownerReferences: [owner, { ...owner, name: 'b' }] }), [
    /Only one reference can have Controller set to true. Found "true" in references for ReplicaSet\/a and ReplicaSet\/b$/,
  ]);
  t.same(causes({ ...right, ownerReferences: [{ ...owner, uid: '' }] }), [
    'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
  ]);
  t.same(causes({ ...right, finalizers: ['example.com/keep', 'orphan'] }), []);
  t.same(causes({ ...right, finalizers: ['keep'] }), [
    'metadata.finalizers: Invalid value: "keep": name is neither a standard finalizer name nor is it fully qualified',
  ]);
  t.same(causes({ ...right, finalizers: ['orphan', 'foregroundDeletion'] }), [
    'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
  ]);
});

t.test('what may not change', async (t) => {
  const old = { ...right, uid: '1', creationTimestamp: '2030-01-01T00:00:00Z' };
  const changed = (meta: ObjectMeta, before: ObjectMeta = old): string[] =>
    validateMetadataUpdate(meta, before).map(({ field, message }) => `${field}: ${message}`);
  t.same(changed({ ...old, labels: { a: 'b' } }), []);
  t.same(changed({ ...old, uid: '2', name: 'b' }), [
    'metadata.name: Invalid value: "b": field is immutable',
    'metadata.uid: Invalid value: "2": field is immutable',
  ]);
  const dying = { ...old, deletionTimestamp: '2030-01-01T00:00:00Z', finalizers: ['a.b/c'] };
  t.same(changed({ ...dying, finalizers: [] }, dying), []);
  t.same(changed({ ...dying, finalizers: ['a.b/c', 'a.b/d'] }, dying), [
    'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/d"}',
  ]);
});

t.test('whatever strings are given, the answer is a list', async (t) => {
  const map = fc.dictionary(fc.string(), fc.string());
  fc.assert(
    fc.property(fc.string(), map, map, (name, labels, annotations) =>
      validateMetadata(pods, { name, namespace: 'default', labels, annotations }).every(({ field }) =>
        field.startsWith('metadata.'),
      ),
    ),
  );
  t.pass();
});
