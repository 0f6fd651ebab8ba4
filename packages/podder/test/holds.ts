import fc from 'fast-check';

/** Asserts a property as one assertion of a test; where it fails, seed, path and counterexample are printed. */
export async function holds<T>(
  t: { pass(message: string): unknown },
  property: fc.IRawProperty<T>,
  parameters: fc.Parameters<T> = {},
): Promise<void> {
  await fc.assert(property, parameters);
  t.pass('holds in every run');
}
