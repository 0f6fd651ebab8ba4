/**
 * What regular expressions of Go and of JavaScript have in common: plain characters, classes, groups without names or
 * flags, alternatives, repetition.
 */
const COMMON =
  /^(?:[\w\s/@:,;=!#%&~"'`<>-]|[.^$|*+?()]|\\[.*+?()[\]{}|/\\^$-]|\\[dw]|\{\d{1,3}(?:,\d{0,3})?\}|\[\^?(?:[\w.:/@{} -]|\\[.\\\]-])+\])*$/;
const NOT_COMMON = /\(\?(?!:)|\[\[|[*+?}][+]/;

/**
 * A regular expression that Go, and so kustomize, reads as it is meant here. Anchored, it has to fit in whole.
 * @throws {Error} for what is none, or may mean another thing there.
 */
export function pattern(text: string, anchored?: 'anchored'): RegExp {
  if (!COMMON.test(text) || NOT_COMMON.test(text)) {
    throw new Error(`expected a regular expression of common form, got ${JSON.stringify(text)}`);
  }
  try {
    return new RegExp(anchored === undefined ? text : `^(?:${text})$`);
  } catch (cause) {
    throw new Error(`expected a regular expression, got ${JSON.stringify(text)}`, { cause });
  }
}
