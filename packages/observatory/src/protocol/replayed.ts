import type { Source } from './snapshot.ts';

/** The source of what is replayed from a file: that of what was recorded, which is still remembered. */
export function replayed(source: Source, name: string): Source {
  return { ...source, kind: 'replay', name, recorded: source.recorded ?? source.kind };
}
