import { SelectorError, own } from '@pod-contagion/notations';

/** One condition on a field: `status.phase=Running` or, negated, `!=`. */
export type FieldRequirement = Readonly<{ field: string; value: string; negated: boolean }>;

/**
 * Reads `a=b,c!=d`; a backslash keeps a comma, an equals sign or a backslash in a value.
 *
 * Source: apimachinery/pkg/fields/selector.go.
 * @throws {SelectorError} where a part has no operator or an escape is unknown.
 */
export function parseFieldSelector(text: string): FieldRequirement[] {
  return split(text)
    .filter((part) => part !== '')
    .map((part) => {
      const groups = /^(?<field>[^=!]+?)(?<operator>!=|==|=)(?<value>.*)$/s.exec(part)?.groups;
      if (groups === undefined) {
        throw new SelectorError(
          `invalid selector: ${JSON.stringify(text)}; can't understand ${JSON.stringify(part)}`,
        );
      }
      const { field = '', operator, value = '' } = groups;
      return { field, value: unescape(value), negated: operator === '!=' };
    });
}

/** Says whether an object's fields meet all requirements. */
export function matchesFields(
  requirements: readonly FieldRequirement[],
  fields: Readonly<Record<string, string>>,
): boolean {
  return requirements.every(({ field, value, negated }) => {
    return ((own(fields, field) ?? '') === value) !== negated;
  });
}

function split(text: string): string[] {
  return (text.match(/(?:[^\\,]|\\.?)*(?:,|$)/gs) ?? []).map((part) => part.replace(/,$/, ''));
}

function unescape(value: string): string {
  return value.replaceAll(/\\(.?)|=/gs, (whole, escaped: string | undefined) => {
    if (escaped !== undefined && /^[\\,=]$/.test(escaped)) return escaped;
    throw new SelectorError(
      `invalid field selector: expected \\\\, \\, or \\= in a value, got ${JSON.stringify(whole)}`,
    );
  });
}
