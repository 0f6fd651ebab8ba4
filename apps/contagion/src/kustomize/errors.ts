import { ContagionError } from '../errors.ts';

/** An error of a kustomization, with the folder or the place within its file where it is. */
export function wrong(place: string, message: string, cause?: unknown): ContagionError {
  return new ContagionError('CONTAGION_KUSTOMIZATION', `${place}: ${message}`, { cause });
}
