import t from 'tap';
import { changeImage } from '../../src/kustomize/images.ts';

t.test('names with ports, tags and digests', async (t) => {
  const web = 'registry.local:5000/team/web';
  const cases: readonly (readonly [image: string, name: string, right: string])[] = [
    [`${web}:1.0`, `${web}:1.0`, `${web}:2`],
    [`${web}:1.0`, web, `${web}:2`],
    [web, web, `${web}:2`],
    [`${web}@sha256:aaaa`, web, `${web}:2`],
    [`${web}:1.0@sha256:aaaa`, web, `${web}:2`],
    [`${web}:1.1`, `${web}:1.0`, `${web}:1.1`],
    ['team/nginx:1', 'nginx', 'team/nginx:1'],
    ['nginx:1', 'ngin.', 'nginx:2'],
    ['localhost:5000/a', 'localhost', 'localhost:5000/a'],
  ];
  for (const [image, name, right] of cases) {
    t.equal(changeImage(image, { name, newTag: '2' }), right, `${name} of ${image}`);
  }
});

t.test('a tag and a digest replace each other, a name neither', async (t) => {
  const change = { name: 'a', newName: 'r:5000/b' };
  t.equal(changeImage('a:1@sha256:aa', change), 'r:5000/b:1@sha256:aa');
  t.equal(changeImage('a:1', { ...change, digest: 'sha256:bb' }), 'r:5000/b@sha256:bb');
  t.equal(changeImage('a:1', { ...change, newTag: '2', digest: 'sha256:bb' }), 'r:5000/b:2@sha256:bb');
});
