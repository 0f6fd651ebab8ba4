import { SimulatorError } from '../../errors.ts';
import { shown } from '../shown.ts';
import { JsonField } from './json-field.ts';

const DEFAULT_NAMESPACE = 'default';

/** An object of the API, as far as all are read alike. */
export type KubeObject = Readonly<{
  kind: string;
  name: string;
  namespace: string;
  /** `Deployment generic`: how messages name it. */
  title: string;
  root: JsonField;
}>;

/**
 * Reads objects, and those within lists as `kubectl get -o json` gives them.
 * @throws {SimulatorError} SIMULATOR_MANIFEST where one has no kind or name.
 */
export function readObjects(objects: unknown): readonly KubeObject[] {
  return elementsOf(objects).flatMap((object, index) => {
    const unnamed = new JsonField(object, `object ${index + 1}`);
    const kind = required(unnamed.field('kind'));
    if (kind === 'List') return readObjects(unnamed.field('items').value ?? []);
    const name = required(unnamed.at('metadata', 'name'));
    const title = `${kind} ${name}`;
    const root = new JsonField(object, title);
    const namespace = root.at('metadata', 'namespace').text(DEFAULT_NAMESPACE);
    return [{ kind, name, namespace, title, root }];
  });
}

function elementsOf(objects: unknown): readonly unknown[] {
  if (Array.isArray(objects)) return objects;
  throw new SimulatorError(
    'SIMULATOR_MANIFEST',
    `objects: expected a list of objects, got ${shown(objects)}`,
  );
}

function required(field: JsonField): string {
  const text = field.text('');
  if (text === '') throw field.wrong('a text');
  return text;
}
