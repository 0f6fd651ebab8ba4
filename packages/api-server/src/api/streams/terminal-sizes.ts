import type { Readable } from 'node:stream';
import type { TerminalSize } from '../containers.ts';
import { MAX_TERMINAL_SIZE_BYTES } from '../../machinery/limits.ts';

/** Greatest width and height. Source: cri-streaming/pkg/streaming/remotecommand/resize.go (uint16). */
const MAX_SIDE = 65_535;

/** Reads sizes as JSON, `{"Width":80,"Height":24}`, one after the other; whatever is none ends it, and is no harm. */
export function readTerminalSizes(stream: Readable, action: (size: TerminalSize) => void): void {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    for (let end = text.indexOf('}'); end >= 0; end = text.indexOf('}')) {
      const size = sizeOf(text.slice(0, end + 1));
      text = text.slice(end + 1);
      if (size !== undefined) action(size);
    }
    if (text.length > MAX_TERMINAL_SIZE_BYTES) stream.destroy();
  });
  stream.on('error', () => {});
}

function sizeOf(text: string): TerminalSize | undefined {
  try {
    const { Width: width, Height: height } = JSON.parse(text) as { Width?: unknown; Height?: unknown };
    return isSide(width) && isSide(height) ? { width, height } : undefined;
  } catch {
    return undefined;
  }
}

function isSide(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_SIDE;
}
