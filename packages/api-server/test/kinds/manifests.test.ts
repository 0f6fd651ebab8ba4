import { readFileSync } from 'node:fs';
import t from 'tap';
import { parseAllDocuments } from 'yaml';
import type { ResourceName } from '../../src/machinery/objects.ts';
import { createFixture } from './fixtures.ts';

const FOLDER = new URL('../../../../kubernetes/', import.meta.url);
const FILES = ['deployments/generic.yaml', 'pods/starter.yaml', 'services/podder.yaml'];

/** Of the manifests; what is new here has to be known to whoever starts the experiment. */
const NOT_HONOURED = ['containers[].resources.limits', 'containers[].securityContext', 'securityContext'];

t.test('the manifests of the experiment are taken as they are', async (t) => {
  const { registry, kinds } = createFixture();
  for (const file of FILES) {
    for (const document of parseAllDocuments(readFileSync(new URL(file, FOLDER), 'utf8'))) {
      const object = document.toJS() as { kind: string; metadata: { namespace?: string } };
      const resource = kinds.find(({ kind }) => kind === object.kind)?.resource as ResourceName;
      object.metadata.namespace = 'default';
      const created = registry.create(resource, object as never);
      t.strictSame(
        registry.update(resource, created),
        created,
        `${file}: an update with the same changes nothing`,
      );
      const ignored = registry.kindOf(resource).notHonoured?.(object as never) ?? [];
      const expected = object.kind === 'Service' ? [] : NOT_HONOURED;
      t.same(
        ignored.map((field) => field.replace(/^spec\.(template\.spec\.)?/, '')),
        expected,
      );
    }
  }
});
