import fc from 'fast-check';
import t from 'tap';
import { FIN, FRAME, controlFrame, dataHead, words } from '../../src/spdy/frames.ts';
import { createFrameReader, type FramePart } from '../../src/spdy/frame-reader.ts';
import { MAX_CONTROL_FRAME_BYTES } from '../../src/spdy/limits.ts';
import { SpdyError } from '../../src/spdy/spdy-error.ts';

const control = fc.record({
  kind: fc.integer({ min: 1, max: 9 }),
  flags: fc.integer({ min: 0, max: 255 }),
  payload: fc.uint8Array({ maxLength: 40 }),
});
const data = fc.record({
  streamId: fc.integer({ min: 1, max: 0x7fff_ffff }),
  flags: fc.constantFrom(0, FIN),
  bytes: fc.uint8Array({ maxLength: 40 }),
});

t.test('frames are the same, however their bytes are cut', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(control, data), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 60 }),
      (frames, cuts) => {
        const bytes = Buffer.concat(
          frames.map((frame) =>
            'kind' in frame
              ? controlFrame(frame.kind, Buffer.from(frame.payload), frame.flags)
              : Buffer.concat([
                  dataHead(frame.streamId, frame.bytes.length, frame.flags),
                  Buffer.from(frame.bytes),
                ]),
          ),
        );
        const atOnce = [...createFrameReader().push(bytes)];
        const reader = createFrameReader();
        const inParts: FramePart[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const length = cuts[turn % cuts.length] ?? 1;
          inParts.push(...reader.push(bytes.subarray(at, at + length)));
          at += length;
        }
        return textOf(atOnce) === textOf(inParts) && atOnce.length === frames.length;
      },
    ),
  );
});

t.test('a data frame is passed on as it comes, its end once', async (t) => {
  const reader = createFrameReader();
  const head = dataHead(5, 6, FIN);
  t.same([...reader.push(head)], []);
  t.match([...reader.push(Buffer.from('abc'))], [{ streamId: 5, bytes: Buffer.from('abc'), isFin: false }]);
  t.match([...reader.push(Buffer.from('def'))], [{ streamId: 5, bytes: Buffer.from('def'), isFin: true }]);
  t.match([...reader.push(dataHead(7, 0, FIN))], [{ streamId: 7, isFin: true }], 'one without bytes');
});

t.test('what is no SPDY/3, or too long, is refused at once', async (t) => {
  const long = Buffer.from(controlFrame(FRAME.synStream, Buffer.alloc(0)));
  long.writeUIntBE(MAX_CONTROL_FRAME_BYTES + 1, 5, 3);
  t.throws(() => [...createFrameReader().push(long)], SpdyError);
  const old = Buffer.from(controlFrame(FRAME.ping, words(1)));
  old.writeUInt16BE(0x8002, 0);
  t.throws(() => [...createFrameReader().push(old)], /expected SPDY\/3, got version 2/);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        return [...createFrameReader().push(Buffer.from(bytes))].length >= 0;
      } catch (error) {
        return error instanceof SpdyError;
      }
    }),
  );
});

/** All that was read, with the parts of each data frame put together. */
function textOf(parts: readonly FramePart[]): string {
  let text = '';
  for (const part of parts) {
    text +=
      part.type === 'control'
        ? `\ncontrol ${part.kind} ${part.flags} ${part.payload.toString('hex')}`
        : `${part.bytes.toString('hex')}${part.isFin ? `fin ${part.streamId}` : ''}`;
  }
  return text;
}
