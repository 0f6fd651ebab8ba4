/**
 * Cuts a stream of bytes into lines; what follows the last newline is dropped, as it is half a line.
 * @throws {RangeError} for a line above `maxBytes`.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = chunk.subarray(start, end);
      yield parts.length === 0 ? line.toString('utf8') : Buffer.concat([...parts, line]).toString('utf8');
      parts = [];
      bytes = 0;
      start = end + 1;
    }
    if (start < chunk.length) {
      parts.push(chunk.subarray(start));
      bytes += chunk.length - start;
      if (bytes > maxBytes)
        throw new RangeError(`expected lines of at most ${maxBytes} bytes, got a longer one`);
    }
  }
}
