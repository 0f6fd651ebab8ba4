export { launch } from './launch.ts';
export { createFace, FACE_ANSWERS, type FaceOwner } from './face.ts';
export { newStrain } from './lineage.ts';
export { createPodder, type Addresses, type Podder, type Surroundings } from './podder.ts';
export { PODDER_ERROR_CODES, PodderError, type PodderErrorCode } from './errors.ts';
export { prepareProgram, type PodderProgram } from './run.ts';
export { PODDER_SETTINGS, STARTER_SETTINGS, type PodderSettings, type StarterSettings } from './settings.ts';
export type { InfectionReport, LastWords, LiveReport } from './report.ts';
