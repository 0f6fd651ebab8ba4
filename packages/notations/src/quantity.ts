const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const FORM = /^\+?((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?)([numkMGTPE]|[KMGTPE]i)?$/;

/** The longest text that is read; none that makes sense is near it. */
const MAX_LENGTH = 64;

/**
 * An amount of Kubernetes as a number, `512Mi` or `500m` or `1e9`: near enough to act by, as doubles are. Undefined for
 * what is none, and for less than nothing. The API server of the local cluster has a form of its own that is exact.
 *
 * Source: apimachinery/pkg/api/resource/quantity.go.
 */
export function readQuantity(text: string): number | undefined {
  const [, digits, suffix = ''] = (text.length > MAX_LENGTH ? null : FORM.exec(text)) ?? [];
  if (digits === undefined || (suffix !== '' && /[eE]/.test(digits))) return undefined;
  const value = Number(digits) * (FACTORS[suffix] ?? 1);
  return Number.isFinite(value) ? value : undefined;
}
