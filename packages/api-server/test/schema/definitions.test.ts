import t from 'tap';
import definitions from '../../src/schema/definitions.json' with { type: 'json' };
import { fieldsOf, type FieldType } from '../../src/schema/fields.ts';
import { patchMetadataFields, patchMetadataOf } from '../../src/schema/patch-metadata.ts';
import { definitionFor, kindOfDefinition, openApiNameOf } from '../../src/schema/type-names.ts';

const PRIMITIVES = 'string boolean int32 int64 int-or-string quantity time micro-time bytes any'.split(' ');

t.test('every field is of a type that is known', async (t) => {
  const names = new Set(Object.keys(definitions));
  const check = (type: FieldType, field: string): void => {
    if (type.form === 'list') check(type.item, field);
    else if (type.form === 'map') check(type.value, field);
    else if (type.form === 'object') t.ok(names.has(type.definition), field);
    else t.ok(PRIMITIVES.includes(type.primitive), field);
  };
  for (const name of names) for (const [field, { type }] of fieldsOf(name)) check(type, `${name}.${field}`);
  t.throws(() => fieldsOf('V1Unknown'), RangeError);
  t.throws(() => fieldsOf('constructor'), RangeError);
});

t.test('names go back and forth', async (t) => {
  t.equal(definitionFor('apps/v1', 'Deployment'), 'V1Deployment');
  t.equal(definitionFor('v1', 'Event'), 'CoreV1Event');
  t.equal(definitionFor('v1', 'PodList'), 'V1PodList');
  t.equal(definitionFor('discovery.k8s.io/v1', 'EndpointSlice'), 'V1EndpointSlice');
  t.equal(definitionFor('autoscaling/v1', 'Scale'), 'V1Scale');
  t.equal(definitionFor('policy/v1', 'Eviction'), 'V1Eviction');
  t.equal(definitionFor('meta.k8s.io/v1', 'DeleteOptions'), 'V1DeleteOptions');
  t.equal(definitionFor('v1', 'Deployment'), undefined);
  t.same(kindOfDefinition('V1ReplicaSetList'), { group: 'apps', version: 'v1', kind: 'ReplicaSetList' });
  t.equal(kindOfDefinition('V1PodSpec'), undefined);
  t.equal(openApiNameOf('V1PodSpec'), 'io.k8s.api.core.v1.PodSpec');
  t.equal(openApiNameOf('CoreV1EndpointPort'), 'io.k8s.api.core.v1.EndpointPort');
  t.equal(openApiNameOf('DiscoveryV1EndpointPort'), 'io.k8s.api.discovery.v1.EndpointPort');
  t.equal(openApiNameOf('V1EndpointAddress'), 'io.k8s.api.core.v1.EndpointAddress');
  t.equal(openApiNameOf('V1ObjectMeta'), 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
  const names = Object.keys(definitions).map(openApiNameOf);
  t.equal(new Set(names).size, names.length, 'no two definitions have one name');
});

t.test('merge keys are of fields that exist, and the items have them', async (t) => {
  for (const { definition, field } of patchMetadataFields()) {
    const found = fieldsOf(definition).get(field);
    const { mergeKey, merge } = patchMetadataOf(definition, field);
    const item = found?.type.form === 'list' ? found.type.item : undefined;
    t.ok(found !== undefined, `${definition}.${field}`);
    if (merge === true) t.ok(item !== undefined, `${definition}.${field} is a list`);
    if (mergeKey !== undefined && item?.form === 'object')
      t.ok(fieldsOf(item.definition).has(mergeKey), `${definition}.${field} by ${mergeKey}`);
    else t.equal(mergeKey, undefined, `${definition}.${field} has no key`);
  }
  t.same(patchMetadataOf('V1PodSpec', 'tolerations'), {}, 'tolerations are replaced as a whole');
  t.same(patchMetadataOf('V1EndpointSlice', 'endpoints'), {});
  t.same(patchMetadataOf('constructor', 'name'), {});
});
