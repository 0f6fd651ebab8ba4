import { CONDITIONS } from '@pod-contagion/epidemic';
import { CODE } from '@pod-contagion/observatory';
import { Fragment, type VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { findNow } from '../state/find.ts';
import { select, selectInfection } from '../state/selection.ts';
import { model, moment, selectedInfection, selectedPod, version } from '../state/store.ts';
import { clockTime, timeSpan } from '../state/words.ts';
import { Command } from './copy-button.tsx';
import { kubectlLines } from './kubectl-lines.ts';
import { livesOf, MOST_LIVES, type Life } from './lives.ts';
import { PodDetails } from './pod-details.tsx';
import { Swatch } from './swatch.tsx';

/** So many of those whom one infected are named. */
const MOST_CHILDREN = 10;

/** All that is known of the pod that is chosen. */
export function Drawer(): VNode | null {
  void version.value;
  const pod = selectedPod.value;
  if (pod === undefined) return null;
  const row = pod - model.pods.first;
  const { name, node, owner, uid } = model.pods;
  if (name[row] === undefined) return null;
  return (
    <PodDrawer
      key={uid[row]}
      pod={pod}
      row={row}
      name={name[row]}
      node={node[row] ?? ''}
      owner={owner[row] ?? ''}
    />
  );
}

function PodDrawer(
  props: Readonly<{ pod: number; row: number; name: string; node: string; owner: string }>,
): VNode {
  const { pod, row, name, node, owner } = props;
  void version.value;
  const now = moment.value;
  const code = now?.condition[row] ?? CODE.gone;
  const isReady = now?.ready[row] === 1;
  const { lives, count } = livesOf(model, pod);
  const lines = kubectlLines(name, model.source);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Those who came by the keyboard go on reading here, and come back to where they were.
    const before = document.activeElement;
    if (before instanceof HTMLElement && before.matches(':focus-visible')) heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside class="drawer panel" aria-label={`Pod ${name}`}>
      <header class="panel-header">
        <h2 ref={heading} tabIndex={-1}>
          {name}
        </h2>
        <button type="button" class="small" aria-label="Close (Esc)" onClick={() => select(undefined)}>
          ✕
        </button>
      </header>
      <div class="scroll">
        <p>
          {code !== CODE.gone && <Swatch code={code} />} <b>{CONDITIONS[code] ?? 'gone'}</b>,{' '}
          {isReady ? 'ready' : 'not ready'}, {now?.restarts[row] ?? 0} restarts
          <br />
          {owner !== '' && `of ${owner} `}on {node === '' ? 'no node yet' : node}
        </p>
        <Labels row={row} />
        <h3>
          {count === 0
            ? 'Never infected, as far as is known'
            : `Infected ${count === 1 ? 'once' : `${count} times`}`}
        </h3>
        <ol class="lives">
          {lives.map((life) => (
            <LifeItem key={life.id} life={life} />
          ))}
        </ol>
        {count > MOST_LIVES && <p>and {count - MOST_LIVES} times before</p>}
        <PodDetails uid={model.pods.uid[row] ?? ''} />
        {lines.length > 0 && <h3>kubectl</h3>}
        {lines.map(({ what, line }) => (
          <div key={what}>
            <span class="quiet">{what}</span>
            <Command text={line} />
          </div>
        ))}
      </div>
    </aside>
  );
}

/** Its labels; press one to find all pods that have it. */
function Labels(props: Readonly<{ row: number }>): VNode | null {
  const { row } = props;
  const labels = (model.labelSets[model.pods.labels.at(row)] ?? '').split(',').filter(Boolean);
  if (labels.length === 0) return null;
  return (
    <p>
      {labels.map((label) => (
        <Fragment key={label}>
          <button
            type="button"
            class="jump"
            title={`Find all pods with ${label}`}
            onClick={() => findNow(`label=${label}`)}
          >
            {label}
          </button>{' '}
        </Fragment>
      ))}
    </p>
  );
}

function LifeItem(props: Readonly<{ life: Life }>): VNode {
  const { life } = props;
  const { exposedMs, symptomaticMs, endedMs, children } = life;
  const after = (timeMs: number | undefined): string =>
    timeMs === undefined || exposedMs === undefined ? '' : ` after ${timeSpan(timeMs - exposedMs)}`;
  return (
    <li class={life.id === selectedInfection.value ? 'chosen' : undefined}>
      <b>{exposedMs === undefined ? 'at a time unknown' : clockTime(exposedMs)}</b> generation{' '}
      {life.generation < 0 ? 'unknown' : life.generation}
      {life.strain !== '' && `, strain ${life.strain}`}
      {life.container !== '' && <code> {life.container}</code>}
      <br />
      {life.parent === 'none' && 'the first: infected by nobody'}
      {life.parent === 'unknown' && 'by whom is unknown'}
      {typeof life.parent === 'number' && (
        <>
          by <Jump infection={life.parent} />
        </>
      )}
      {symptomaticMs !== undefined && `; fell ill${after(symptomaticMs)}`}
      {endedMs === undefined ? '; has not ended' : `; ended${after(endedMs)}`}
      {life.sent >= 0 && `; ${life.sent} sneezes, ${Math.max(0, life.answered)} answered`}
      {children.length > 0 && (
        <>
          <br />
          infected {children.length}:{' '}
          {children.slice(0, MOST_CHILDREN).map((child) => (
            <Jump key={child} infection={child} />
          ))}
          {children.length > MOST_CHILDREN && ` and ${children.length - MOST_CHILDREN} more`}
        </>
      )}
    </li>
  );
}

/** The pod of an infection, to go on to. */
function Jump(props: Readonly<{ infection: number }>): VNode {
  const row = props.infection - model.infections.first;
  const isKept = row >= 0 && row < model.infections.length;
  const name = isKept ? model.pods.name[model.infections.pod.at(row) - model.pods.first] : undefined;
  if (name === undefined) return <span>one that is no longer kept</span>;
  return (
    <button type="button" class="jump" title={name} onClick={() => selectInfection(props.infection)}>
      {name.length > 12 ? `…${name.slice(-8)}` : name}
    </button>
  );
}
