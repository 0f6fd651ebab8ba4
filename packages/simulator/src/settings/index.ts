export { checkTime } from './check-time.ts';
export { createModel } from './create-model.ts';
export { settingsFromObjects, type ObjectsSettings } from './from-objects.ts';
export {
  MAX_DELAY_MS,
  MAX_MACHINE_MS,
  MAX_NODE_CORES,
  MAX_NODES,
  MAX_PODS,
  MAX_STRAINS,
  MAX_UNTIL_MS,
} from './limits.ts';
export { SELF_ENDED_EXIT_CODE } from './objects/podder-death.ts';
export { PROFILES, type Profile, type ProfileName } from './profiles.ts';
export type { SettingChanges, SettingName, SimulationSettings } from './settings.ts';
