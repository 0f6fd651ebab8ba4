import { exitWhenWritten } from '@pod-contagion/command-line';
import { isMainThread } from 'node:worker_threads';
import { wantsColours } from './terminal/style.ts';

if (isMainThread) {
  // The command line of the laboratory.
  const { runProgram } = await import('./commands/program.ts');
  const { stdout, stderr, argv, env } = process;
  void runProgram(argv.slice(2), {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    colours: stdout.isTTY && wantsColours(env),
  }).then(exitWhenWritten);
} else {
  // A thread of a sweep.
  const { serveOrders } = await import('@pod-contagion/simulator/threads');
  serveOrders();
}
