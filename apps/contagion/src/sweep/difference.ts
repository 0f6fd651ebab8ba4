/**
 * Where two values of JSON first differ, as `model.pods is 50, not 60`; undefined where they don't. `mine` is what is, `asked` what is
 * expected.
 */
export function differenceOf(mine: unknown, asked: unknown, path = ''): string | undefined {
  if (isObject(mine) && isObject(asked)) {
    const names = new Set([...Object.keys(mine), ...Object.keys(asked)]);
    for (const name of names) {
      const found = differenceOf(mine[name], asked[name], path === '' ? name : `${path}.${name}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const [is, not] = [mine, asked].map((value) => JSON.stringify(value) ?? 'left out') as [string, string];
  return is === not ? undefined : `${path} is ${is}, not ${not}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
