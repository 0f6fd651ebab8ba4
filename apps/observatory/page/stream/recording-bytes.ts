const GZIP = [0x1f, 0x8b];

/** How long pieces are at least, but for the last one, in bytes: what each says is handed to the page, and takes a turn of it. */
const PIECE_BYTES = 256 * 1024;

/**
 * The bytes of a file, uncompressed where it is compressed, as they come. One that was cut off ends there: whoever recorded was ended
 * before it could end the file. A piece is to be read before the next is asked for.
 */
export async function* bytesOf(file: Blob): AsyncGenerator<Uint8Array> {
  const head = new Uint8Array(await file.slice(0, GZIP.length).arrayBuffer());
  const isCompressed = GZIP.every((byte, place) => head[place] === byte);
  const bytes = isCompressed ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  const reader = bytes.getReader();
  const piece = new Uint8Array(2 * PIECE_BYTES);
  let length = 0;
  for (;;) {
    const part = await nextOf(reader);
    if (part === undefined) break;
    if (length > 0 && length + part.length > piece.length) {
      yield piece.subarray(0, length);
      length = 0;
    }
    if (part.length > piece.length) {
      yield part;
      continue;
    }
    piece.set(part, length);
    length += part.length;
    if (length < PIECE_BYTES) continue;
    yield piece.subarray(0, length);
    length = 0;
  }
  if (length > 0) yield piece.subarray(0, length);
}

async function nextOf(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read()).value;
  } catch {
    return undefined;
  }
}
