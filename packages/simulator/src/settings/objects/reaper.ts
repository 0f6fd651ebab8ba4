import { matchesLabels, parseLabelSelector, SelectorError } from '@pod-contagion/notations';
import { readVariables } from './variables.ts';
import type { JsonField } from './json-field.ts';
import type { KubeObject } from './kube-object.ts';

/** The image of the chaos toolkit, whose command the first argument is. */
const TOOLKIT_IMAGE = /(^|\/)pod-contagion:chaos([@-]|$)/;

/** What keeps a reaper from replacing whoever was killed, at once: it is not simulated. */
const UNLIKE: ReadonlySet<string> = new Set([
  '--dry-run',
  '--when=back-off',
  '--evict',
  '--max',
  '--duration',
]);

/**
 * Finds the reaper that replaces these podders as soon as they are killed: a Deployment of the chaos toolkit with `reap` and a selector
 * that chooses them. `note` is told of one that does it otherwise, which is left out.
 * @throws {SimulatorError} SIMULATOR_MANIFEST where its selector can't be read
 */
export function findReaper(
  all: readonly KubeObject[],
  { namespace, root }: KubeObject,
  note: (warning: string) => void,
): KubeObject | undefined {
  const labels = root.at('spec', 'template', 'metadata', 'labels').texts();
  return all.find((each) => {
    if (each.namespace !== namespace) return false;
    const spec = each.root.at('spec', 'template', 'spec');
    return spec
      .field('containers')
      .list()
      .some((container) => reaps(container, Object.fromEntries(labels), note));
  });
}

function reaps(
  container: JsonField,
  labels: Readonly<Record<string, string>>,
  note: (warning: string) => void,
): boolean {
  if (!TOOLKIT_IMAGE.test(container.field('image').text(''))) return false;
  const { expand } = readVariables(container);
  const args = container.field('args');
  const words = args.list().map((each) => expand(each.text('')));
  if (words[0] !== 'reap' || !words.some((word, index) => chooses(word, words[index + 1], labels, args)))
    return false;
  const unlike = words.find((word, index) =>
    [word, word.replace(/=.*/s, ''), `${word}=${words[index + 1]}`].some((each) => UNLIKE.has(each)),
  );
  if (unlike !== undefined) note(`${args.place}: a reaper with ${unlike} is left out`);
  return unlike === undefined;
}

function chooses(
  word: string,
  next: string | undefined,
  labels: Readonly<Record<string, string>>,
  args: JsonField,
): boolean {
  if (word === '--all') return true;
  const [, assigned] = /^(?:--selector=|-l=?)(.*)$/s.exec(word) ?? [];
  const selector = word === '-l' || word === '--selector' ? next : assigned;
  if (selector === undefined) return false;
  try {
    return matchesLabels(parseLabelSelector(selector), labels);
  } catch (error) {
    if (error instanceof SelectorError) throw args.wrong('a label selector', selector);
    throw error;
  }
}
