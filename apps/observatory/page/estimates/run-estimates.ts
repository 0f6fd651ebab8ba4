import { effect } from '@preact/signals';
import { brush, cursorMs, isReading, model, strain, version } from '../state/store.ts';
import { openWorker } from '../workers/open-worker.ts';
import { estimateRequest } from './estimate-request.ts';
import type { EstimateOrder } from './estimates-worker.ts';
import { estimates, type Estimates } from './estimates.ts';
import { InfectionFeed } from './infection-changes.ts';

/** From one pass to the next, in ms; longer where a pass takes more than a quarter of it. */
const EVERY_MS = 500;
const MOST_SHARE = 4;

let users = 0;
let stop: (() => void) | undefined;

/** Has estimates made for as long as somebody shows them: gives what ends that. */
export function keepEstimating(): () => void {
  if (users++ === 0) stop = start();
  return () => {
    if (--users === 0) stop?.();
  };
}

function start(): () => void {
  const worker = openWorker('estimates-worker');
  const feed = new InfectionFeed();
  let isBusy = false;
  let isWanted = false;
  let notBeforeMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    timer = undefined;
    if (isBusy || model.source === undefined) return;
    isWanted = false;
    isBusy = true;
    notBeforeMs = performance.now() + EVERY_MS;
    const changes = feed.take(model.infections, model.epoch, model.cursor);
    const order: EstimateOrder = { changes, request: feed.isBehind ? undefined : estimateRequest() };
    const columns = Object.values(changes).filter((each) => ArrayBuffer.isView(each));
    worker.postMessage(order, { transfer: columns.map(({ buffer }) => buffer) });
  };
  const askSoon = (): void => {
    isWanted = true;
    if (!isBusy) timer ??= setTimeout(ask, Math.max(0, notBeforeMs - performance.now()));
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Estimates | undefined>) => {
    isBusy = false;
    if (data === undefined) {
      ask();
      return;
    }
    notBeforeMs = Math.max(notBeforeMs, performance.now() + MOST_SHARE * data.tookMs);
    estimates.value = data;
    if (isWanted) askSoon();
  });
  const dispose = effect(() => {
    for (const each of [version, brush, cursorMs, strain]) void each.value;
    // Of half a recording it would be told in vain.
    if (!isReading.value) askSoon();
  });
  return () => {
    dispose();
    clearTimeout(timer);
    worker.terminate();
    estimates.value = undefined;
  };
}
