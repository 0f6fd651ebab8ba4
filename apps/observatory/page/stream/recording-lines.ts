import type { RecordingLine } from '@pod-contagion/observatory';

/** What is wrong with a recording, and in which line. */
export class BadRecording extends Error {
  readonly line: number;

  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
    this.name = 'BadRecording';
    this.line = line;
  }
}

const GZIP = [0x1f, 0x8b];

/** Reads a recording line by line, compressed or not. Of one that was cut off, all whole lines are given. */
export async function* recordingLines(file: Blob): AsyncGenerator<RecordingLine> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isCompressed = GZIP.every((byte, place) => head[place] === byte);
  const bytes = isCompressed ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  let line = 0;
  for await (const text of textLines(bytes)) {
    line++;
    if (text === '') continue;
    yield parse(text, line);
  }
  if (line === 0) throw new BadRecording(1, 'expected a recording, got an empty file');
}

function parse(text: string, line: number): RecordingLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadRecording(line, `expected JSON, got ${JSON.stringify(text.slice(0, 40))}`);
  }
  if (typeof value !== 'object' || value === null) {
    throw new BadRecording(line, `expected an object, got ${text.slice(0, 40)}`);
  }
  if (line === 1 && !('podContagionRecording' in value && value.podContagionRecording === 1)) {
    throw new BadRecording(line, 'expected {"podContagionRecording":1, ...}, which begins a recording');
  }
  return value as RecordingLine;
}

/** Lines of a stream of bytes; a last one without an end is left out where the stream breaks off. */
async function* textLines(bytes: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = bytes.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let anything = false;
  for (;;) {
    let part: ReadableStreamReadResult<string>;
    try {
      part = await reader.read();
    } catch (cause) {
      // Whoever recorded was ended before it could end the file.
      if (anything) return;
      throw new BadRecording(1, cause instanceof Error ? cause.message : String(cause));
    }
    if (part.done) break;
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    anything ||= lines.length > 0;
    yield* lines;
  }
  if (rest !== '') yield rest;
}
