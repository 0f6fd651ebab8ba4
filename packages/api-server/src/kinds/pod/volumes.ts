import { duplicate, forbidden, invalid, required, type FieldError } from '../../machinery/field-error.ts';
import { dnsLabelProblems } from '../../machinery/names.ts';
import type { Container, EphemeralContainer, PodSpec } from '../../machinery/objects.ts';
import { isNegative, parseQuantity } from '../../machinery/quantity.ts';

/**
 * What is wrong with the volumes of a spec. What is in them is looked at of emptyDir alone: there are no others here.
 *
 * Source: pkg/apis/core/validation/validation.go (`ValidateVolumes`), as all here.
 */
export function validateVolumes(volumes: PodSpec['volumes'], field: string): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [index, volume] of (volumes ?? []).entries()) {
    const path = `${field}[${index}]`;
    const types = Object.entries(volume).filter(([key, value]) => key !== 'name' && value);
    for (const [type] of types.slice(1)) {
      errors.push(forbidden(`${path}.${type}`, 'may not specify more than 1 volume type'));
    }
    const limit = parseQuantity(volume.emptyDir?.sizeLimit ?? '');
    if (limit !== undefined && isNegative(limit)) {
      errors.push(
        forbidden(`${path}.emptyDir.sizeLimit`, 'SizeLimit field must be a valid resource quantity'),
      );
    }
    if (!volume.name) errors.push(required(`${path}.name`));
    else {
      for (const problem of dnsLabelProblems(volume.name))
        errors.push(invalid(`${path}.name`, volume.name, problem));
      if (names.has(volume.name)) errors.push(duplicate(`${path}.name`, volume.name));
    }
    names.add(volume.name);
  }
  return errors;
}

/** What is wrong with the mounts of a container: no such volume, or two at one place. */
export function validateMounts(
  container: Container | EphemeralContainer,
  volumes: PodSpec['volumes'],
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const places = new Set<string>();
  // One without a name is none that could be mounted.
  const names = new Set((volumes ?? []).map(({ name }) => name).filter((name) => name));
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    const path = `${field}.volumeMounts[${index}]`;
    if (!mount.name) errors.push(required(`${path}.name`));
    if (!names.has(mount.name)) errors.push(notFound(`${path}.name`, mount.name));
    if (!mount.mountPath) errors.push(required(`${path}.mountPath`));
    if (places.has(mount.mountPath))
      errors.push(invalid(`${path}.mountPath`, mount.mountPath, 'must be unique'));
    places.add(mount.mountPath);
    // Without the index, as Kubernetes has it.
    if (mount.subPath) errors.push(...validateDescendingPath(mount.subPath, `${field}.volumeMounts.subPath`));
    if (mount.subPathExpr) {
      if (mount.subPath) {
        const message = 'subPathExpr and subPath are mutually exclusive';
        errors.push(invalid(`${path}.subPathExpr`, mount.subPathExpr, message));
      }
      errors.push(...validateDescendingPath(mount.subPathExpr, `${field}.volumeMounts.subPathExpr`));
    }
  }
  return errors;
}

/** What is wrong with a path that is to lead down. Source: validation.go (`validateLocalDescendingPath`). */
function validateDescendingPath(path: string, field: string): FieldError[] {
  return [
    ...(path.startsWith('/') ? [invalid(field, path, 'must be a relative path')] : []),
    ...(path.split('/').includes('..') ? [invalid(field, path, "must not contain '..'")] : []),
  ];
}

/** A name that says of something that is not there. Source: util/validation/field/errors.go. */
export function notFound(field: string, value: string | undefined): FieldError {
  return { reason: 'FieldValueNotFound', field, message: `Not found: ${JSON.stringify(value ?? '')}` };
}
