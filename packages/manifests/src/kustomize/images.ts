import { isRecord, own } from '@pod-contagion/notations';
import type { KubeObject } from '../reading/objects.ts';
import type { ImageChange } from './kustomization.ts';
import { pattern } from './pattern.ts';

const LISTS: ReadonlySet<string> = new Set(['containers', 'initContainers']);

/**
 * Changes the images of containers, wherever an object lists them, as kustomize does.
 * @throws {Error} where an image is no text.
 */
export function changeImages(object: KubeObject, changes: readonly ImageChange[]): void {
  if (object.kind === 'CustomResourceDefinition') return;
  for (const change of changes) walk(object, change);
}

function walk(value: unknown, change: ImageChange): void {
  if (Array.isArray(value)) for (const item of value) walk(item, change);
  if (!isRecord(value)) return;
  for (const [name, field] of Object.entries(value)) {
    walk(field, change);
    if (!LISTS.has(name) || !Array.isArray(field)) continue;
    for (const container of field) {
      const image = isRecord(container) ? own(container, 'image') : undefined;
      if (image === undefined || image === null) continue;
      if (typeof image !== 'string')
        throw new TypeError(`expected a text as image, got ${JSON.stringify(image)}`);
      (container as Record<string, unknown>)['image'] = changeImage(image, change);
    }
  }
}

/**
 * One image after a change: what the change does not name stays; a tag and a digest replace each other. The name is a
 * regular expression to kustomize, so that it may hold a tag. Source: kustomize's api/internal/image/image.go and
 * api/filters/imagetag/updater.go.
 */
export function changeImage(image: string, change: ImageChange): string {
  if (!pattern(`^${change.name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`).test(image)) return image;
  const { newName, newTag = '', digest: newDigest = '' } = change;
  let { name, tag, digest } = splitImage(image);
  if (newName) name = newName;
  if (newTag || newDigest) [tag, digest] = [newTag, newDigest];
  return `${name}${tag && `:${tag}`}${digest && `@${digest}`}`;
}

/** The parts of an image's name; a colon before the first slash belongs to a registry's port. */
function splitImage(image: string): { name: string; tag: string; digest: string } {
  const start = Math.max(image.indexOf('/'), 0);
  const at = image.indexOf('@', start);
  const colon = image.indexOf(':', start);
  const hasTag = colon >= 0 && (at < 0 || colon < at);
  const end = at < 0 ? image.length : at;
  return {
    name: image.slice(0, hasTag ? colon : end),
    tag: hasTag ? image.slice(colon + 1, end) : '',
    digest: at < 0 ? '' : image.slice(at + 1),
  };
}
