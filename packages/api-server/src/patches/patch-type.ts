import type { Parsed } from '../schema/parse.ts';

/** Everything that is particular to one type of patch; a type is one file that exports one of these, and a line in the table. */
export type PatchType = Readonly<{
  mediaType: string;
  /** What a patch is to Go, for who sends something else: `map[string]interface {}`. */
  goType: string;
  /** Whether a patch that was read can be one of this type. */
  isOne: (patch: unknown) => boolean;
  /** Applies a patch that can be one to an object of a definition, and changes neither. */
  apply: (original: unknown, patch: never, definition: string) => unknown;
  /** How it is told that a body can't be read. */
  unreadable: (message: string) => string;
  /** What strict decoding holds against the patch itself; `duplicates` are the fields that it gives twice. */
  strictErrors: (parsed: Parsed) => readonly string[];
  /**
   * Whether it is merged by the schema: then what comes out is of the same kind whatever the patch says, and a message shows the
   * patch, not what it made.
   */
  isBySchema: boolean;
}>;
