import { snapshotOf } from '@pod-contagion/observatory/snapshots';
import type { Frame } from '@pod-contagion/observatory';
import { signal, type Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { shareWord } from '../../state/address.ts';
import { connection, model, version } from '../../state/store.ts';
import { PanelFrame } from '../panel-frame.tsx';
import { usePaced } from '../use-paced.ts';
import { onLines } from './on-lines.ts';

/** So many of the newest pods and infections, and points of the curve, are shown, and so many frames; copies have all. */
const SHOWN = 12;
const FRAMES = 50;

const KINDS = ['snapshot', 'frames'] as const;
const rawKind: Signal<(typeof KINDS)[number]> = signal('snapshot');

shareWord('raw', rawKind, KINDS);

/** What the page knows as JSON: as its server tells it at the beginning, and what changes from then on. */
export function RawPanel(): VNode {
  const tick = usePaced(1_000).value;
  const kind = rawKind.value;
  const [isHeld, setHeld] = useState(false);
  const [said, setSaid] = useState('');
  const text = useRef('');
  const frames = useHeard();
  // What is held is held of one kind.
  useMemo(() => (text.current = ''), [kind]);
  if (!isHeld || text.current === '') {
    text.current =
      kind === 'snapshot'
        ? shownSnapshot()
        : frames
            .toReversed()
            .map((frame) => JSON.stringify(frame))
            .join('\n');
  }
  useEffect(() => {
    const timer = setTimeout(() => setSaid(''), 4_000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = (): void => {
    const whole =
      kind === 'snapshot' ? JSON.stringify(snapshotOf(model, { points: Infinity })) : text.current;
    const { clipboard } = navigator as { clipboard?: Clipboard };
    const copied = clipboard?.writeText(whole) ?? Promise.reject(new Error('no clipboard'));
    copied.then(
      () => setSaid(`copied, ${whole.length} characters`),
      () => setSaid('the browser does not allow to copy: select the text instead'),
    );
  };
  const about =
    kind === 'snapshot'
      ? `the newest ${SHOWN} of all pods and infections, and ${SHOWN} points of the curve; a copy has all of them`
      : `the last ${frames.length} frames, the newest first`;
  return (
    <PanelFrame
      name="raw"
      title="Raw"
      caption={<span role="status">{said === '' ? `frame ${model.cursor} · ${about}` : said}</span>}
      controls={
        <>
          <select
            aria-label="What is shown"
            value={kind}
            onChange={({ currentTarget }) => {
              rawKind.value = currentTarget.value === 'frames' ? 'frames' : 'snapshot';
            }}
          >
            {KINDS.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
          {connection.value === 'open' && <a href="api/state">api/state</a>}
          <button type="button" aria-pressed={isHeld} onClick={() => setHeld(!isHeld)}>
            hold
          </button>
          <button type="button" onClick={copy}>
            copy
          </button>
        </>
      }
    >
      <pre class="raw" tabIndex={0} role="region" aria-label="JSON" data-tick={tick}>
        {text.current}
      </pre>
    </PanelFrame>
  );
}

/** The last frames that came while the panel is open. */
function useHeard(): Frame[] {
  const frames = useRef<Frame[]>([]);
  useEffect(
    () =>
      version.subscribe(() => {
        const { frame } = model;
        if (frame === undefined || frames.current.at(-1) === frame) return;
        frames.current.push(frame);
        if (frames.current.length > FRAMES) frames.current.shift();
      }),
    [],
  );
  return frames.current;
}

/** Nothing before there is any. */
function shownSnapshot(): string {
  return model.source === undefined ? '' : onLines(snapshotOf(model, { newest: SHOWN, points: SHOWN }));
}
