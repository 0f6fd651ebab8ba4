// Whether a fault is possible, and which rights it takes.
export {
  PREFLIGHT_CHECKS,
  PREFLIGHT_FAULTS,
  type Answer,
  type Finding,
  type PreflightCheck,
  type PreflightFault,
} from './check.ts';
export { missingPermissions } from './check-permissions.ts';
export { formatPreflight } from './format.ts';
export { describePermission, FAULT_PERMISSIONS, type Permission } from './permissions.ts';
export { preflight, type FaultPreflight, type PreflightOptions, type PreflightReport } from './preflight.ts';
