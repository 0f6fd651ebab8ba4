type Metadata = {
  getMetadata?: (key: unknown, target: object) => unknown;
  getOwnMetadata?: (key: unknown, target: object) => unknown;
  defineMetadata?: (key: unknown, value: unknown, target: object) => void;
};

/**
 * Gives Reflect the three functions for metadata that @peculiar/x509 looks for when it is loaded. They were never made a
 * part of the language; where the program has brought them already, its own stay.
 */
export function provideReflectMetadata(): void {
  const reflect = Reflect as Metadata;
  if (reflect.getMetadata !== undefined) return;
  const known = new WeakMap<object, Map<unknown, unknown>>();

  const getOwnMetadata = (key: unknown, target: object): unknown => known.get(target)?.get(key);
  reflect.getOwnMetadata = getOwnMetadata;
  reflect.getMetadata = (key, target) => {
    for (let owner: object | null = target; owner !== null; owner = Reflect.getPrototypeOf(owner)) {
      const value = getOwnMetadata(key, owner);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  reflect.defineMetadata = (key, value, target) => {
    const ofTarget = known.get(target) ?? new Map<unknown, unknown>();
    known.set(target, ofTarget.set(key, value));
  };
}
