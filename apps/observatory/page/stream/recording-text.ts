const GZIP = [0x1f, 0x8b];

/** How long pieces are at least, but for the last one, in characters: each is copied to the page, and takes a turn of it. */
const PIECE_CHARACTERS = 256 * 1024;

/**
 * The text of a file, compressed or not, as it comes. One that was cut off ends there: whoever recorded was ended before it could end
 * the file.
 */
export async function* textOf(file: Blob): AsyncGenerator<string> {
  const head = new Uint8Array(await file.slice(0, GZIP.length).arrayBuffer());
  const isCompressed = GZIP.every((byte, place) => head[place] === byte);
  const bytes = isCompressed ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  const reader = bytes.pipeThrough(new TextDecoderStream()).getReader();
  let piece = '';
  for (;;) {
    const text = await nextOf(reader);
    if (text === undefined) break;
    piece += text;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

async function nextOf(reader: ReadableStreamDefaultReader<string>): Promise<string | undefined> {
  try {
    return (await reader.read()).value;
  } catch {
    return undefined;
  }
}
