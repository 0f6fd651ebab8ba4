import type { SimulationSettings } from '../settings.ts';
import { MAX_FAILURE_THRESHOLD, MAX_MACHINE_MS } from '../limits.ts';
import type { JsonField } from './json-field.ts';

const SECOND_MS = 1_000;
const MAX_PERIOD_SECONDS = Math.floor(MAX_MACHINE_MS / SECOND_MS);

/** Kubernetes' defaults. Source: pkg/apis/core/v1/defaults.go (`SetDefaults_Probe`), which takes 0 for unset. */
const DEFAULT_PERIOD_SECONDS = 10;
const DEFAULT_FAILURE_THRESHOLD = 3;

type Probe = Readonly<{
  periodMs: number;
  failureThreshold: number;
  initialDelayMs: number;
  field: JsonField;
}>;

type ProbeSettings = Pick<
  SimulationSettings,
  | 'livenessPeriodMs'
  | 'livenessFailureThreshold'
  | 'readinessPeriodMs'
  | 'readinessFailureThreshold'
  | 'startupPeriodMs'
  | 'startupFailureThreshold'
>;

/**
 * The timing of a podder's probes. `wellMs` is how long a podder that has just begun is well at least: an initial delay of liveness
 * up to that changes nothing. What of readiness and startup is left out is added to `warnings`.
 * @throws {SimulatorError} SIMULATOR_MANIFEST without a liveness probe, and for one that is not simulated.
 */
export function readProbes(container: JsonField, wellMs: number, warnings: string[]): ProbeSettings {
  const liveness = readProbe(container.field('livenessProbe'));
  if (liveness === undefined) {
    throw container.field('livenessProbe').wrong('a probe, without which nobody is restarted');
  }
  if (liveness.initialDelayMs > wellMs) {
    throw liveness.field
      .field('initialDelaySeconds')
      .wrong(`at most the ${wellMs} ms that a podder is well, as what fails before is not simulated`);
  }
  const readiness = readProbe(container.field('readinessProbe'));
  const startup = readProbe(container.field('startupProbe'));
  for (const probe of [readiness, startup]) {
    if (probe === undefined) continue;
    if (probe.initialDelayMs > 0)
      warnings.push(`${probe.field.field('initialDelaySeconds').place} is left out`);
    const successThreshold = probe.field.field('successThreshold');
    if (atLeast(successThreshold, 1) > 1) warnings.push(`${successThreshold.place} is taken as 1`);
  }
  return {
    livenessPeriodMs: liveness.periodMs,
    livenessFailureThreshold: liveness.failureThreshold,
    readinessPeriodMs: readiness?.periodMs ?? 0,
    readinessFailureThreshold: readiness?.failureThreshold ?? 1,
    startupPeriodMs: startup?.periodMs ?? 0,
    startupFailureThreshold: startup?.failureThreshold ?? 1,
  };
}

function readProbe(field: JsonField): Probe | undefined {
  if (field.isAbsent) return undefined;
  if (field.field('httpGet').isAbsent)
    throw field.field('httpGet').wrong('a request, as podders answer those');
  const seconds =
    field.field('periodSeconds').wholeNumber(0, 0, MAX_PERIOD_SECONDS) || DEFAULT_PERIOD_SECONDS;
  return {
    periodMs: seconds * SECOND_MS,
    failureThreshold:
      field.field('failureThreshold').wholeNumber(0, 0, MAX_FAILURE_THRESHOLD) || DEFAULT_FAILURE_THRESHOLD,
    initialDelayMs: atLeast(field.field('initialDelaySeconds'), 0) * SECOND_MS,
    field,
  };
}

/** A whole number of the API's 32 bits. */
function atLeast(field: JsonField, fallback: number): number {
  return field.wholeNumber(fallback, 0, 2 ** 31 - 1);
}
