/** What a thread is told once, when it starts. */
export type ThreadOrder =
  | Readonly<{
      do: 'burn';
      /** Above 0, up to 100. */
      percent: number;
      /** Where it says what it used: see `BurnAccount`. */
      account: SharedArrayBuffer;
    }>
  | Readonly<{ do: 'hold' }>;

/** What a thread says: its number in the kernel, once; then, of one that holds memory, how much that is by now. */
export type ThreadMessage = Readonly<{ thread: number }> | Readonly<{ heldBytes: number }>;

/** What is said to a thread that holds memory. */
export type TakeMemory = Readonly<{ takeBytes: number }>;

/** What a burning thread has used since it began, in ms: of a processor, by the clock on the wall, and of waiting for a processor. */
export type BurnAccount = Readonly<{ usedMs: number; lastedMs: number; waitedMs: number }>;

const NUMBERS = 3;

/** Makes an account that a thread can write and others can read. */
export function createAccount(): SharedArrayBuffer {
  return new SharedArrayBuffer(NUMBERS * Float64Array.BYTES_PER_ELEMENT);
}

/** Reads an account. */
export function readAccount(account: SharedArrayBuffer): BurnAccount {
  const [usedMs = 0, lastedMs = 0, waitedMs = 0] = new Float64Array(account);
  return { usedMs, lastedMs, waitedMs };
}

/** Writes an account. */
export function writeAccount(account: SharedArrayBuffer, { usedMs, lastedMs, waitedMs }: BurnAccount): void {
  new Float64Array(account).set([usedMs, lastedMs, waitedMs]);
}
