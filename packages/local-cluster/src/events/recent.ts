/** Values by key, of which only the last used are kept. */
export type Recent<T> = Readonly<{
  get: (key: string) => T | undefined;
  set: (key: string, value: T) => void;
}>;

/** Makes an empty collection that forgets what was set longest ago when there are more than `maxEntries`. */
export function createRecent<T>(maxEntries: number): Recent<T> {
  const values = new Map<string, T>();
  return {
    get: (key) => values.get(key),
    set: (key, value) => {
      values.delete(key);
      values.set(key, value);
      if (values.size <= maxEntries) return;
      const [oldest] = values.keys();
      if (oldest !== undefined) values.delete(oldest);
    },
  };
}
