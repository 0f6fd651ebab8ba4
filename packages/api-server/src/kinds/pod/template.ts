import { forbidden, type FieldError } from '../../machinery/field-error.ts';
import type { PodTemplate } from '../../machinery/objects.ts';
import { validateLabels } from '../../machinery/labels.ts';
import { validateAnnotations } from '../../registry/metadata.ts';
import { validatePodSpec } from './spec.ts';

/**
 * What is wrong with the template that pods are made from; `field` is its path.
 *
 * Source: pkg/apis/core/validation/validation.go (`ValidatePodTemplateSpec`).
 */
export function validatePodTemplate(template: PodTemplate, field: string): FieldError[] {
  const errors = [
    ...validateLabels(template.metadata?.labels, `${field}.labels`),
    ...validateAnnotations(template.metadata?.annotations, `${field}.annotations`),
    ...validatePodSpec(template.spec ?? { containers: [] }, `${field}.spec`),
  ];
  if ((template.spec?.ephemeralContainers ?? []).length > 0) {
    const message = 'ephemeral containers not allowed in pod template';
    errors.push(forbidden(`${field}.spec.ephemeralContainers`, message));
  }
  return errors;
}
