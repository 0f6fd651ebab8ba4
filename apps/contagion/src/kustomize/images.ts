import { isRecord, type KubeObject } from '../kubernetes/objects.ts';
import { podSpecPath, recordsAt } from './fields.ts';
import type { ImageChange } from './kustomization.ts';

/** Changes the images of an object's containers. */
export function changeImages(object: KubeObject, changes: readonly ImageChange[]): void {
  const podSpec = podSpecPath(object.kind);
  if (podSpec === undefined) return;
  for (const list of ['containers', 'initContainers']) {
    for (const container of recordsAt(object, [...podSpec, list, '*'])) {
      if (!isRecord(container)) continue;
      for (const change of changes) {
        const { image } = container;
        if (typeof image === 'string') container['image'] = changeImage(image, change);
      }
    }
  }
}

/** One image after a change: what the change does not name stays; a tag and a digest replace each other. */
export function changeImage(image: string, change: ImageChange): string {
  const { name, tag, digest } = splitImage(image);
  if (name !== change.name) return image;
  const newName = change.newName || name;
  const newDigest = change.digest || (change.newTag ? '' : digest);
  const newTag = change.newTag || (change.digest ? '' : tag);
  if (change.newTag && change.digest) return `${newName}:${newTag}@${newDigest}`;
  return `${newName}${newTag && `:${newTag}`}${newDigest && `@${newDigest}`}`;
}

/** The parts of an image's name; a colon before the last slash belongs to a registry's port. */
function splitImage(image: string): { name: string; tag: string; digest: string } {
  const [rest = '', digest = ''] = image.split('@', 2);
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
  return colon < 0
    ? { name: rest, tag: '', digest }
    : { name: rest.slice(0, colon), tag: rest.slice(colon + 1), digest };
}
