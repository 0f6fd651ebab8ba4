import { describeError } from '@pod-contagion/errors';
import { ManifestError } from '../errors.ts';

/** An error of a kustomization, with the folder or the place within its file where it is. */
export function wrong(place: string, message: string, cause?: unknown): ManifestError {
  return new ManifestError('MANIFEST_KUSTOMIZATION', `${place}: ${message}`, { cause });
}

/** Does something, and says where its errors are. @throws {ManifestError} MANIFEST_KUSTOMIZATION, or as it was thrown */
export function inPlace<T>(place: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw cause instanceof ManifestError ? cause : wrong(place, describeError(cause), cause);
  }
}
