/**
 * Cuts a stream into lines. One of more characters than `maxLine` is left out, so that memory stays bounded; what stands
 * behind the last line end is a line too. Throws what the stream breaks with.
 */
export async function* linesOf(stream: AsyncIterable<Uint8Array>, maxLine: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    // One character more than may be, so that it is known to be too long.
    rest = (lines.pop() ?? '').slice(0, maxLine + 1);
    for (const line of lines) if (line.length <= maxLine) yield line;
  }
  if (rest !== '' && rest.length <= maxLine) yield rest;
}
