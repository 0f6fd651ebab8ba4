import t from 'tap';
import { equalTemplates, templateHash } from '../../../src/controllers/deployment/template-hash.ts';
import type { PodTemplate } from '@pod-contagion/api-server/objects';

const template: PodTemplate = {
  metadata: { labels: { app: 'podder', role: 'generic' } },
  spec: { containers: [{ name: 'podder', image: 'pod-contagion:generic' }] },
};

t.test('equal templates have one hash, whatever the order of their fields', async (t) => {
  const turned: PodTemplate = {
    spec: { containers: [{ image: 'pod-contagion:generic', name: 'podder' }] },
    metadata: { creationTimestamp: null as never, labels: { role: 'generic', app: 'podder' } },
  };
  t.equal(templateHash(turned, undefined), templateHash(template, undefined));
  t.equal(templateHash(template, undefined), templateHash(structuredClone(template), undefined));
});

t.test('it looks as Kubernetes writes it', async (t) => {
  t.match(templateHash(template, undefined), /^[bcdf456789]{1,10}$/);
});

t.test('other templates, and collisions, have another', async (t) => {
  const other = structuredClone(template);
  if (other.spec?.containers[0] !== undefined) other.spec.containers[0].image = 'other';
  const hashes = [templateHash(template, undefined), templateHash(other, undefined)];
  hashes.push(templateHash(template, 1), templateHash(template, 2));
  t.equal(new Set(hashes).size, 4);
  t.notOk(equalTemplates(template, other));
});

t.test('the label with the hash is no part of the template', async (t) => {
  const labelled = structuredClone(template);
  labelled.metadata = { labels: { ...template.metadata?.labels, 'pod-template-hash': 'abc' } };
  t.ok(equalTemplates(template, labelled));
  t.equal(templateHash(labelled, undefined), templateHash(template, undefined));
});
