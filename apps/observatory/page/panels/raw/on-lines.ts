/** A value as JSON for people: objects with a line for each field, lists of numbers and names on one line. */
export function onLines(value: unknown): string {
  return JSON.stringify(value, undefined, 1).replaceAll(/\[[^[\]{}]*\]/g, (list) =>
    list.includes('\\') ? list : list.replaceAll(/\n\s*/g, ' '),
  );
}
