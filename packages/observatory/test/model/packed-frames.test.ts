import fc from 'fast-check';
import t from 'tap';
import { FramePacker } from '../../src/model/frame-packer.ts';
import { Model, SyntheticEpidemic, type Frame } from '../../src/index.ts';
import { unpackFrame } from '../../src/model/unpack-frame.ts';
import { snapshotOf } from '../../src/snapshots/index.ts';
import { anyFrame } from '../testing/any-frame.ts';

t.test('frames are unpacked as they were, but for what is empty', async (t) => {
  fc.assert(
    fc.property(fc.array(anyFrame, { minLength: 1, maxLength: 5 }), (frames) => {
      const packer = new FramePacker();
      for (const frame of frames) packer.add(frame);
      const packed = packer.take();
      for (const [place, frame] of frames.entries()) {
        const whole = Object.entries({ ...frame, n: packed.n + place });
        const told = whole.filter(([, value]) => !Array.isArray(value) || value.length > 0);
        t.same(unpackFrame(packed, place), Object.fromEntries(told));
      }
    }),
  );
});

t.test('many frames at once leave a model as each by itself', async (t) => {
  const startMs = 1_700_000_000_000;
  const epidemic = new SyntheticEpidemic({ pods: 60, rate: 0.5, seed: 5, startMs });
  const [one, other] = [new Model(), new Model()];
  for (const model of [one, other]) model.load(epidemic.snapshot());
  const packer = new FramePacker();
  const frames: Frame[] = [];
  for (let atMs = 100; atMs <= 60_000; atMs += 100) {
    const frame = epidemic.frame(startMs + atMs);
    if (frame === undefined) continue;
    frames.push(frame);
    one.apply(frame);
    packer.add(frame);
    if (frames.length % 37 !== 0) continue;
    t.ok(other.applyPacked(packer.take()));
    packer.clear();
  }
  const rest = packer.take();
  t.notOk(new Model().applyPacked(rest), 'frames before them are missing');
  t.ok(other.applyPacked(rest));
  t.ok(other.applyPacked(rest), 'they are known');
  t.strictSame(snapshotOf(other), snapshotOf(one));
  t.same(other.frame, one.frame);
  t.ok(one.totals.infections > 500, `${one.totals.infections} infections`);
  t.strictSame([...other.timeline.changes()], [...one.timeline.changes()]);
});
