import { usageError } from '../errors.ts';
import type { Amount, TargetOptions } from '../targets/options.ts';
import { checkFields } from './fields.ts';

/** Labels and their values, all of which have to be there. */
export type Labels = Readonly<Record<string, string>>;

/** Which pods, as k6 has it. Not all may be left out. */
export type PodSelector = Readonly<{
  /** Default: that of the context. */
  namespace?: string;
  select?: Readonly<{ labels?: Labels }>;
  exclude?: Readonly<{ labels?: Labels }>;
}>;

/** How many pods: a number, or a share such as `50%`, rounded up. */
export type PodCount = number | string;

/**
 * Reads a selector of pods.
 * @throws {ChaosError} CHAOS_USAGE where it has unknown fields, or selects nothing in particular
 */
export function readPodSelector(
  selector: PodSelector,
  ownNamespace: string,
): Pick<TargetOptions, 'namespaces' | 'selector' | 'exclude'> {
  checkFields('a selector of pods', selector, ['namespace', 'select', 'exclude']);
  const { namespace, select = {}, exclude = {} } = selector;
  checkFields('select', select, ['labels']);
  checkFields('exclude', exclude, ['labels']);
  const [selected, excluded] = [selectorText(select.labels), selectorText(exclude.labels)];
  if (namespace === undefined && selected === '' && excluded === '') {
    throw usageError('expected a selector of pods with namespace, select or exclude, got none of them');
  }
  return {
    namespaces: [namespace ?? ownNamespace],
    ...(selected === '' ? {} : { selector: selected }),
    ...(excluded === '' ? {} : { exclude: { selector: excluded } }),
  };
}

/** Labels as a label selector. */
export function selectorText(labels: Labels = {}): string {
  return Object.entries(labels)
    .map(([key, value]) => {
      if (typeof value === 'string') return `${key}=${value}`;
      throw usageError(`expected labels with text as values, got ${JSON.stringify(labels)}`);
    })
    .join(',');
}

/**
 * Reads how many pods.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readPodCount(count: PodCount): Amount {
  if (typeof count === 'number' && Number.isInteger(count) && count >= 1) return { count };
  if (typeof count === 'string') {
    const percent = Number(/^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(count)?.[1]);
    if (percent > 0 && percent <= 100) return { percent };
  }
  throw usageError(`expected a count of pods such as 2 or "50%", got ${JSON.stringify(count)}`);
}
