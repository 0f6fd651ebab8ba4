import { isRecord } from '@pod-contagion/notations';

/** What a podder can be by its own account. */
export type InfectionState = 'susceptible' | 'incubating' | 'symptomatic';

/** What a podder tells of its infection, on `/infection` and in its last words. */
export type Report = Readonly<{
  state: InfectionState;
  strain: string | null;
  generation: number | null;
  /** Who sneezed at it. */
  from: string | null;
}>;

const STATES: ReadonlySet<unknown> = new Set(['susceptible', 'incubating', 'symptomatic']);

/** Reads a report; undefined where the text is none: last words may be anybody's, and cut off. */
export function readReport(text: string): Report | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !STATES.has(value['state'])) return undefined;
  const { state, strain, generation, from } = value;
  return {
    state: state as InfectionState,
    strain: typeof strain === 'string' ? strain : null,
    generation: Number.isSafeInteger(generation) ? (generation as number) : null,
    from: typeof from === 'string' ? from : null,
  };
}
