/** Hands a file to the person: parts are put together, and given to the browser to save. */
export async function download(name: string, type: string, parts: Iterable<string> | Blob): Promise<void> {
  const blob = parts instanceof Blob ? parts : new Blob([...parts], { type });
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has to have begun with it.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  URL.revokeObjectURL(address);
}

/** Text compressed with gzip, piece by piece. */
export async function gzipped(parts: Iterable<string>): Promise<Blob> {
  const encoder = new TextEncoder();
  const pieces = parts[Symbol.iterator]();
  const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const { done, value } = pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  return new Response(bytes.pipeThrough(new CompressionStream('gzip'))).blob();
}
