/** Bounds of the formats: the largest tree that each is written for, in cases, is what its readers still open. */

/** Programs that read Newick hold every node; R's ape takes 15 s for as many. */
export const MAX_NEWICK_CASES: number = 1_000_000;

/** R's ape reads as many; FigTree opens them, but takes seconds to draw some hundred, and minutes for a thousand. */
export const MAX_NEXUS_CASES: number = 100_000;

/** Graphviz: `sfdp` lays out as many in half a minute; `dot` takes 14 s for 3,000. */
export const MAX_DOT_CASES: number = 10_000;

/** igraph takes 36 s for as many. */
export const MAX_GRAPHML_CASES: number = 1_000_000;

/** R reads a table as a whole. */
export const MAX_LINELIST_CASES: number = 10_000_000;

/** Parquet has no such bound, but each group of rows leaves about a kilobyte in the footer. */
export const MAX_PARQUET_CASES: number = 100_000_000;

/** How many characters of text are handed over at once, at least; the last piece may be shorter. */
export const CHUNK_CHARACTERS: number = 65_536;

/** Rows of one group of a Parquet file, which are held at once. */
export const PARQUET_GROUP_ROWS: number = 65_536;
