import { CodedError } from '@pod-contagion/errors';

/** Every way in which manifests can't be had, with what each means. The docs' table is made from this. */
export const MANIFEST_ERROR_CODES = {
  MANIFEST_UNREADABLE: 'a manifest is missing, unreadable, or not an object of the API',
  MANIFEST_KUSTOMIZATION:
    'a kustomization is wrong, or needs `kubectl kustomize` because it uses what is not read here',
  MANIFEST_SETTING: 'a setting has nothing to change in the manifests',
} as const;

/** One of the codes in `MANIFEST_ERROR_CODES`. */
export type ManifestErrorCode = keyof typeof MANIFEST_ERROR_CODES;

/** What this package throws: a `code` to act on, a message of one line that says what was expected and what was got. */
export class ManifestError extends CodedError<ManifestErrorCode> {
  override readonly name = 'ManifestError';
  /** What a command line ends with: what is wrong was given to it. */
  readonly exitCode = 2;
}
