// Runs first in a process that `handOver` began as its child: takes what only its starter was sent, as if it had been sent here.
import os from 'os';
import { isMainThread } from 'worker_threads';

/**
 * What a terminal sends goes to the starter and to this process, and so does what `timeout` sends: each is counted for
 * itself, and the program is told as often as the greater of the two numbers says.
 */
const counts = new Map(
  ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [signal, { own: 0, passed: 0, told: 0 }]),
);
const emit = process.emit;

function isNew(count) {
  const times = Math.max(count.own, count.passed);
  const more = times > count.told;
  count.told = times;
  return more;
}

// A listener of our own would keep a program that has none from ending at once.
function emitOwn(name, ...rest) {
  const count = counts.get(name);
  if (count === undefined) return emit.call(this, name, ...rest);
  count.own += 1;
  return isNew(count) ? emit.call(this, name, ...rest) : true;
}

function onMessage({ signal, isSent }) {
  const count = counts.get(signal);
  if (count === undefined) return;
  process.send({ taken: signal }, () => {});
  if (isSent) {
    // The signal comes next, and has been told of before.
    count.own -= 1;
    return;
  }
  count.passed += 1;
  if (!isNew(count)) return;
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  else emit.call(process, signal, signal, os.constants.signals[signal]);
}

if (isMainThread && process.channel !== undefined) {
  process.emit = emitOwn;
  process.on('message', onMessage);
  // Nobody waits for signals where there is nothing else to do.
  process.channel.unref();
}
