import { CONDITIONS } from '@pod-contagion/epidemic';
import type { VNode } from 'preact';
import { model, moment } from '../../state/store.ts';
import { ending } from './graph-picture.ts';
import { describeInfection } from '../infection-table.ts';
import type { GraphScene } from './graph-scene.ts';
import { neighboursOf } from './link-table.ts';

/** So many neighbours of a kind are listed; the table has all. */
const LISTED = 8;

type Props = Readonly<{
  scene: GraphScene;
  isCalls: boolean;
  onNode: (node: number) => void;
  onLink: (link: number) => void;
  onBack: () => void;
}>;

/** What is known of the node or the link that is looked at. */
export function FocusPane({ scene, isCalls, onNode, onLink, onBack }: Props): VNode | null {
  const { data, focus } = scene;
  if (focus === undefined) return null;
  const name = (node: number | undefined): string => data.names[node ?? -1] ?? '';
  const nodeButton = (node: number): VNode => (
    <button type="button" class="link" title={name(node)} onClick={() => onNode(node)}>
      {ending(name(node))}
    </button>
  );
  if ('link' in focus) {
    const { link } = focus;
    const row = data.last[link] ?? -1;
    return (
      <aside class="focus-pane" aria-label="The edge that is chosen">
        <button type="button" onClick={onBack}>
          back
        </button>
        <p>
          {nodeButton(data.from[link]!)} {isCalls ? 'calls' : 'infected'} {nodeButton(data.to[link]!)}:{' '}
          {data.textOf(link)}
        </p>
        {!isCalls && row >= 0 && row < model.infections.length && (
          <p>The last time: {describeInfection(model, row, childrenOf(row))}</p>
        )}
      </aside>
    );
  }
  const { node } = focus;
  const { into, outOf } = neighboursOf(data, node);
  const podRow = (data.pods[node] ?? -1) - model.pods.first;
  const condition = moment.value?.condition[podRow];
  const list = (links: readonly number[], other: ArrayLike<number>): VNode => (
    <ul>
      {links.slice(0, LISTED).map((link) => (
        <li key={link}>
          {nodeButton(other[link]!)}{' '}
          <button type="button" class="link" onClick={() => onLink(link)}>
            {data.textOf(link)}
          </button>
        </li>
      ))}
      {links.length > LISTED && <li>… and {links.length - LISTED} more: as table</li>}
    </ul>
  );
  return (
    <aside class="focus-pane" aria-label="The pod that is chosen">
      <button type="button" onClick={onBack}>
        back
      </button>
      <p>
        <strong>{name(node)}</strong>
        {condition === undefined ? '' : ` · ${CONDITIONS[condition] ?? 'gone'}`}
        {data.groups[node] === '' ? '' : ` · ${data.groups[node]}`}
      </p>
      <h3>{isCalls ? `called by ${into.length}` : `infected by ${into.length}`}</h3>
      {list(into, data.from)}
      <h3>{isCalls ? `calls ${outOf.length}` : `infected ${outOf.length}`}</h3>
      {list(outOf, data.to)}
    </aside>
  );
}

function childrenOf(row: number): number {
  const { infections } = model;
  const id = infections.first + row;
  let count = 0;
  for (let other = 0; other < infections.length; other++) if (infections.parent.at(other) === id) count++;
  return count;
}
