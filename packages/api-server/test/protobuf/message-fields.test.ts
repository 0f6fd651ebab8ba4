import t from 'tap';
import definitions from '../../src/schema/definitions.json' with { type: 'json' };
import { messageFieldsOf, type MessageFields } from '../../src/protobuf/message-fields.ts';
import type { FieldType } from '../../src/schema/fields.ts';

/** Definitions newer than the versions whose numbers are known: they are passed over, as unknown numbers are. */
const WITHOUT_NUMBERS = `V1ContainerExtendedResourceRequest V1ImageVolumeStatus V1NodeAllocatableResourceClaimStatus
  V1PodCertificateProjection V1PodExtendedResourceClaimStatus V1PodSchedulingGroup V1ShardInfo V1VolumeStatus`;

function* all(fields: MessageFields): Generator<Readonly<{ name: string; type: FieldType }>> {
  for (const field of fields.values()) {
    if ('inline' in field) yield* all(field.inline);
    else yield field;
  }
}

function objectIn(type: FieldType): string | undefined {
  if (type.form === 'list') return objectIn(type.item);
  if (type.form === 'map') return objectIn(type.value);
  return type.form === 'object' ? type.definition : undefined;
}

t.test('each number of each definition is a field of it, and each field has one number', async (t) => {
  const without: string[] = [];
  for (const definition of Object.keys(definitions)) {
    const names = [...all(messageFieldsOf(definition))].map(({ name }) => name);
    t.equal(new Set(names).size, names.length, definition);
    if (names.length === 0) without.push(definition);
  }
  t.same(without, WITHOUT_NUMBERS.split(/\s+/));
});

t.test('no definition holds itself, so that messages nest no deeper than they are defined', async (t) => {
  const done = new Set<string>();
  const visit = (definition: string, within: readonly string[]): void => {
    if (within.includes(definition)) throw new Error([...within, definition].join(' > '));
    if (done.has(definition)) return;
    for (const { type } of all(messageFieldsOf(definition))) {
      const inner = objectIn(type);
      if (inner !== undefined) visit(inner, [...within, definition]);
    }
    done.add(definition);
  };
  t.doesNotThrow(() => Object.keys(definitions).forEach((definition) => visit(definition, [])));
  t.equal(done.size, Object.keys(definitions).length);
});
