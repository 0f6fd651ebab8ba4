export { csv, csvAsync, type Cell, type Columns } from './csv.ts';
export { dot } from './dot.ts';
export { graphml } from './graphml.ts';
export { jsonLines, jsonLinesAsync } from './json-lines.ts';
export { contactsCsv, linelistCsv } from './linelist-and-contacts.ts';
export {
  MAX_DOT_CASES,
  MAX_GRAPHML_CASES,
  MAX_LINELIST_CASES,
  MAX_NEWICK_CASES,
  MAX_NEXUS_CASES,
} from './limits.ts';
export { newick } from './newick.ts';
export { nexus } from './nexus.ts';
export { parquet } from './parquet.ts';
export { seriesBandsCsv } from './series-bands.ts';
export { seriesCsv } from './series.ts';
export { sweepCsv, sweepCsvAsync, type SweepCell } from './sweep.ts';
