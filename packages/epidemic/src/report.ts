import { isRecord } from '@pod-contagion/notations';
import { MAX_LIVES } from './limits.ts';

/** What a podder can be by its own account. */
export type InfectionState = 'susceptible' | 'incubating' | 'symptomatic';

/** What a podder tells of its infection, on `/infection` and in its last words. */
export type Report = Readonly<{
  state: InfectionState;
  strain: string | null;
  generation: number | null;
  /** Who sneezed at it. */
  from: string | null;
  /** When it was infected and when it fell ill, in ms since 1970 by its node's clock; undefined where it did not say. */
  exposedAtMs?: number;
  symptomaticAtMs?: number;
  /** When its container ended; in last words only. */
  endedAtMs?: number;
  sneezes?: Sneezes;
  /** What former lives of the pod left for this one to tell, oldest first; left out where it has no place for that. */
  lives?: readonly Report[];
}>;

/** How many sneezes a podder has sent in its life, and how many of them were answered. */
export type Sneezes = Readonly<{ sent: number; answered: number }>;

const STATES: ReadonlySet<unknown> = new Set(['susceptible', 'incubating', 'symptomatic']);

/** Reads a report; undefined where the text is none: last words may be anybody's, and cut off. */
export function readReport(text: string): Report | undefined {
  // Most are no report at all, and an error of JSON.parse costs as much as ten observations.
  if (!text.trimStart().startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const report = reportOf(value);
  if (report === undefined || !isRecord(value) || !Array.isArray(value['lives'])) return report;
  const lives = value['lives'].slice(-MAX_LIVES).map(reportOf);
  return { ...report, lives: lives.filter((life) => life !== undefined) };
}

function reportOf(value: unknown): Report | undefined {
  if (!isRecord(value) || !STATES.has(value['state'])) return undefined;
  const { state, strain, generation, from } = value;
  return {
    state: state as InfectionState,
    strain: typeof strain === 'string' ? strain : null,
    generation: Number.isSafeInteger(generation) ? (generation as number) : null,
    from: typeof from === 'string' ? from : null,
    ...timeOf('exposedAtMs', value['exposedAt']),
    ...timeOf('symptomaticAtMs', value['symptomaticAt']),
    ...timeOf('endedAtMs', value['endedAt']),
    ...sneezesOf(value['sneezes']),
  };
}

function timeOf<Name extends string>(name: Name, text: unknown): Partial<Record<Name, number>> {
  const atMs = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return (Number.isNaN(atMs) ? {} : { [name]: atMs }) as Partial<Record<Name, number>>;
}

function sneezesOf(value: unknown): Pick<Report, 'sneezes'> {
  if (!isRecord(value)) return {};
  const { sent, answered } = value;
  if (!isCount(sent) || !isCount(answered)) return {};
  return { sneezes: { sent, answered } };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
