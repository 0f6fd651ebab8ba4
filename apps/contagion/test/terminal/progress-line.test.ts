import t from 'tap';
import { createProgressLine, type ProgressOutput } from '../../src/terminal/progress-line.ts';

function output(isTTY: boolean, columns: number): { output: ProgressOutput; written: string[] } {
  const written: string[] = [];
  return {
    output: { isTTY, columns, write: (text: string | Uint8Array) => written.push(String(text)) > 0 },
    written,
  };
}

t.test('one line, a few times a second, no longer than the terminal', async (t) => {
  let nowMs = 0;
  const terminal = output(true, 11);
  const line = createProgressLine(terminal.output, () => nowMs);
  line.clear();
  line.tell(() => 'first');
  nowMs = 199;
  line.tell(() => 'too soon');
  nowMs = 200;
  line.tell(() => 'one that is long');
  line.clear();
  line.clear();
  t.same(terminal.written, ['\r\u001B[Kfirst', '\r\u001B[Kone that i', '\r\u001B[K']);
});

t.test('nothing without a terminal', async (t) => {
  const file = output(false, 80);
  const line = createProgressLine(file.output);
  line.tell(() => 'text');
  line.clear();
  t.same(file.written, []);
});
