const LINE_END = 10;

/** Divides bytes into lines, however they come: a line may go on in the next ones. */
export class ByteLines {
  /** What has come of a line that has not ended. */
  #begun: Uint8Array[] = [];

  /** Whether there is such a line. */
  get isCut(): boolean {
    return this.#begun.length > 0;
  }

  /** Calls back for each line that ends in these bytes, with where it is: without what ends it. */
  push(bytes: Uint8Array, line: (bytes: Uint8Array, from: number, end: number) => void): void {
    let from = 0;
    let end = bytes.indexOf(LINE_END);
    if (end >= 0 && this.isCut) {
      const whole = joined([...this.#begun, bytes.subarray(0, end + 1)]);
      this.#begun = [];
      line(whole, 0, whole.length - 1);
      from = end + 1;
      end = bytes.indexOf(LINE_END, from);
    }
    for (; end >= 0; end = bytes.indexOf(LINE_END, from)) {
      line(bytes, from, end);
      from = end + 1;
    }
    // A copy, as whoever reads a file may use its memory again.
    if (from < bytes.length) this.#begun.push(new Uint8Array(bytes.subarray(from)));
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
