export { MANIFEST_ERROR_CODES, ManifestError, type ManifestErrorCode } from './errors.ts';
export { loadManifests } from './load.ts';
export { containersOf, nameOf, type KubeObject } from './reading/objects.ts';
export { repositoryManifests } from './repository.ts';
export { isStarter, withSettings, type ManifestSettings } from './settings.ts';
