import type { PodDetail } from '@pod-contagion/observatory';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { mode } from '../stream/feeding.ts';
import { model } from '../state/store.ts';
import { clockTime } from '../state/words.ts';
import { fetchPodDetail } from '../stream/pod-detail.ts';

/** How often the server is asked again, in ms. */
const AGAIN_MS = 3_000;

/** So many containers and Events are shown, the newest. */
const MOST = 10;

/** What the server knows of a pod: containers with their last words, Events. Nothing where there is no server to ask. */
export function PodDetails(props: Readonly<{ uid: string }>): VNode | null {
  const detail = useSignal<PodDetail | undefined>(undefined);
  const canAsk = mode.value === 'live' && model.source?.kind === 'cluster';
  useEffect(() => {
    if (!canAsk) return undefined;
    const ends = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        detail.value = (await fetchPodDetail(props.uid, ends.signal)) ?? detail.value;
      } catch {
        // The badge says that the server does not answer; what it said stays.
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), AGAIN_MS);
    return () => {
      clearInterval(timer);
      ends.abort();
    };
  }, [props.uid, canAsk]);
  const { value } = detail;
  if (value === undefined) return null;
  return (
    <>
      {value.waiting !== null && (
        <p>
          waits: <b>{value.waiting.reason}</b> {value.waiting.message}
        </p>
      )}
      <h3>Containers that ended</h3>
      {value.ended.length === 0 && <p>none while it was watched</p>}
      <ol class="lives">
        {value.ended
          .slice(-MOST)
          .toReversed()
          .map(({ container, exitCode, reason, atMs, lastWords }) => (
            <li key={container}>
              <b>{atMs === null ? 'at a time unknown' : clockTime(atMs)}</b> {reason}, exit {exitCode}{' '}
              <code>{container}</code>
              {lastWords !== null && <pre>{lastWords}</pre>}
            </li>
          ))}
      </ol>
      <h3>Events</h3>
      {value.events.length === 0 && <p>none</p>}
      <ol class="lives">
        {value.events
          .slice(-MOST)
          .toReversed()
          .map(({ id, t, type, reason, message, count }) => (
            <li key={id}>
              <b>{clockTime(t)}</b> {type === 'Warning' && 'Warning: '}
              {reason}
              {count > 1 && ` ×${count}`}: {message}
            </li>
          ))}
      </ol>
      <p class="quiet">
        {value.phase}, {value.ip === '' ? 'no address' : value.ip}
      </p>
    </>
  );
}
