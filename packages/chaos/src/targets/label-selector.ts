import { parseLabelSelector, SelectorError, type LabelRequirement } from '@pod-contagion/notations';
import { usageError } from '../errors.ts';

/**
 * Reads a selector of labels, or of annotations, that a user wrote.
 * @throws {ChaosError} CHAOS_USAGE where it is malformed, naming the part.
 */
export function parseSelector(
  text: string,
  subject: 'label' | 'annotation' = 'label',
): readonly LabelRequirement[] {
  try {
    return parseLabelSelector(text, subject);
  } catch (error) {
    throw error instanceof SelectorError ? usageError(error.message) : error;
  }
}
