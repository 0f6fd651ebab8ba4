export { formatDuration, parseDurationMs } from './duration.ts';
export { isIndex, isRecord, own, pointerTokens, sameValue, setField } from './json.ts';
export {
  formatLabelSelector,
  matchesLabels,
  parseLabelSelector,
  requirementsOf,
  SelectorError,
  type LabelRequirement,
  type Labels,
  type LabelSelector,
} from './label-selector.ts';
export { readQuantity } from './quantity.ts';
export { REACHED_AT, readReachedAt, tellsReachedAt, writeReachedAt, type ReachedAt } from './reached-at.ts';
export { xmlText } from './xml-text.ts';
