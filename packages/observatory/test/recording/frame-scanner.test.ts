import fc from 'fast-check';
import t from 'tap';
import { FramePacker } from '../../src/model/frame-packer.ts';
import { SyntheticEpidemic } from '../../src/index.ts';
import { FrameScanner } from '../../src/recording/frame-scanner.ts';
import { anyFrame } from '../testing/any-frame.ts';

/** What a line gives, between others; undefined where it is left to another. */
function scanned(line: string, n: number): unknown {
  const bytes = new TextEncoder().encode(`{"frame":{}}\n${line}\n{"frame":{"n":1}}\n`);
  const from = bytes.indexOf(10) + 1;
  const packer = new FramePacker();
  const isFrame = new FrameScanner(packer).scan(bytes, from, bytes.indexOf(10, from), n);
  if (!isFrame) t.same(packer.put, { changes: 0, infections: 0, courses: 0 }, 'nothing is put');
  return isFrame ? packer.take() : undefined;
}

t.test('a frame is in columns as if it had been read as an object', async (t) => {
  fc.assert(
    fc.property(anyFrame, (frame) => {
      const packer = new FramePacker();
      packer.add(frame);
      t.strictSame(scanned(JSON.stringify({ frame }), frame.n), packer.take());
    }),
  );
});

t.test('many one after the other', async (t) => {
  const epidemic = new SyntheticEpidemic({ pods: 50, rate: 1, seed: 4, startMs: 1_700_000_000_000 });
  const [packer, into] = [new FramePacker(), new FramePacker()];
  const scanner = new FrameScanner(into);
  for (let atMs = 100; atMs <= 20_000; atMs += 100) {
    const frame = epidemic.frame(1_700_000_000_000 + atMs);
    if (frame === undefined) continue;
    packer.add(frame);
    const bytes = new TextEncoder().encode(JSON.stringify({ frame }));
    t.ok(scanner.scan(bytes, 0, bytes.length, frame.n), String(frame.n));
  }
  t.ok(packer.put.courses > 500, `${packer.put.courses} courses`);
  t.strictSame(into.take(), packer.take());
});

t.test('what is written in another way, or wrong, is left to who reads any line', async (t) => {
  const whole = '{"frame":{"n":7,"t":5,"i":[3],"c":[1],"y":[0],"r":[2],"inf":[],"course":[[1,null,2,3,4]]}}';
  t.not(scanned(whole, 7), undefined);
  t.equal(scanned(whole, 8), undefined, 'it is not the next one');
  for (const [part, other] of [
    ['"n":7,', ''],
    ['"t":5,', ''],
    ['"t":5', '"t":5.5'],
    ['"t":5', '"t":05'],
    ['"t":5', '"t":-5'],
    ['"t":5', '"t":5,"t":5'],
    ['"t":5', '"t": 5'],
    ['"t":5', '"t":5e3'],
    ['"t":5', '"t":1234567890123456'],
    ['"t":5', '"t":5,"runs":[]'],
    ['"i":[3]', '"i":[3,4]'],
    ['"i":[3]', '"i":[]'],
    ['"i":[3]', '"i":[-3]'],
    ['"i":[3]', '"i":[null]'],
    ['"i":[3],', ''],
    ['"c":[1]', '"c":[8]'],
    ['"y":[0]', '"y":[2]'],
    ['"inf":[]', '"inf":[[1,2,3]]'],
    ['"inf":[]', '"inf":[[1,2,3,4,5,6,7,8,9,10,"A"]]'],
    ['"inf":[]', '"inf":[[1,2,3,4,5,6,7,8,9,10,"0123456789abc"]]'],
    ['"inf":[]', '"inf":[[1,2,3,4,null,6,7,8,9,10,"a"]]'],
    ['[1,null,2,3,4]', '[1,null,2,3]'],
    ['[1,null,2,3,4]', '[1,null,2,3,4,5]'],
    ['[1,null,2,3,4]', '[-1,null,2,3,4]'],
    ['[1,null,2,3,4]', '[1,nul,2,3,4]'],
    ['}}', '}'],
    ['}}', '}} '],
    ['}}', ',"x":1}}'],
  ] as const) {
    const line = whole.replace(part, other);
    t.not(line, whole);
    t.equal(scanned(line, 7), undefined, line);
  }
  t.not(scanned(whole.replace('"inf":[]', '"inf":[[1,2,3,4,5,null,7,8,9,10,"a"]]'), 7), undefined);
});
