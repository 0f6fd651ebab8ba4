import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { shareWord } from '../../state/address.ts';
import { COLOURS } from '../../state/palette.ts';
import { brush, hoveredPod, model, moment, selectedPod, strain } from '../../state/store.ts';
import { select } from '../../state/selection.ts';
import { CanvasView, type Place } from '../drawing/canvas-view.tsx';
import { GoldpingerLink } from '../goldpinger/goldpinger-link.tsx';
import { useGoldpinger } from '../goldpinger/use-goldpinger.ts';
import { PanelFrame } from '../panel-frame.tsx';
import type { Table } from '../tables/table.ts';
import { usePaced } from '../use-paced.ts';
import { FocusPane } from './focus-pane.tsx';
import { AROUND, around, LINKED, linked } from './graph-choice.ts';
import { callGraph, type GraphData } from './graph-data.ts';
import { alone, graphNow } from './graph-now.ts';
import { graphPicture, linksPicture, nodesPicture } from './graph-picture.ts';
import {
  linkAt,
  nodeAt,
  nodeTowards,
  NO_ZOOM,
  type Focus,
  type GraphScene,
  type Zoom,
} from './graph-scene.ts';
import { linkTable } from './link-table.ts';
import { kindFor, MAX_CIRCLE, MAX_FORCES, type Kind } from './places.ts';
import { usePlaces } from './use-places.ts';

shareWord('graph', linked, LINKED, true);
shareWord('graph.by', around, AROUND);

const ZOOM = 1.25;
const CLICK_PX = 4;

/** Who infected whom as a graph of pods; or who calls whom, where a Goldpinger runs. */
export function GraphPanel(): VNode {
  const shownNodes = useRef(0);
  const paces = {
    links: usePaced(1_000),
    manyLinks: usePaced(2_000),
    nodes: usePaced(250),
    manyNodes: usePaced(500),
  };
  // A thousand take long to draw.
  const tick = (shownNodes.current > MAX_CIRCLE ? paces.manyLinks : paces.links).value;
  const goldpinger = useGoldpinger(true);
  const link = useSignal<Readonly<{ from: string; to: string }> | undefined>(undefined);
  const active = useSignal<number | undefined>(undefined);
  const zoom = useSignal<Zoom>(NO_ZOOM);
  const drag = useRef<Readonly<{ x: number; y: number; zoom: Zoom }> | undefined>(undefined);
  const hasMoved = useRef(false);
  const hasCalls = (goldpinger?.pods.length ?? 0) > 0;
  const isCalls = hasCalls && linked.value === 'calls';
  const isByNode = around.value === 'node';

  const chosen = selectedPod.value;
  const isChosen = chosen !== undefined || link.value !== undefined;
  const { data, whole } = useMemo(
    () =>
      isCalls && goldpinger !== undefined
        ? alone(callGraph(goldpinger, model))
        : graphNow(isChosen, brush.value ?? [-Infinity, Infinity], strain.value),
    [tick, isCalls, goldpinger, brush.value, strain.value, isChosen],
  );
  /** What the table was made of last. */
  const listed = useRef<Readonly<{ data: GraphData; table: Table }> | undefined>(undefined);
  const kind = kindFor(data.names.length);
  shownNodes.current = data.names.length;
  const { places, placing, again } = usePlaces(data, kind, isByNode);
  useEffect(() => {
    link.value = undefined;
  }, [chosen]);
  const node = chosen === undefined ? -1 : data.pods.indexOf(chosen);
  const linkNow = link.value === undefined ? -1 : linkOf(data, link.value);
  const focus: Focus = linkNow >= 0 ? { link: linkNow } : node >= 0 ? { node } : undefined;
  const scene: GraphScene = {
    data,
    places,
    kind,
    focus,
    zoom: zoom.value,
    colourOf: (of) => colourOf(data, of),
  };
  const latest = useRef(scene);
  latest.current = scene;
  const drawn = useSignal(0);
  useMemo(
    () => void drawn.value++,
    [data, places, kind, focus === undefined ? -1 : JSON.stringify(focus), zoom.value],
  );

  const look = (next: number | undefined): void => {
    link.value = undefined;
    select(next === undefined ? undefined : data.pods[next]);
  };
  const back = (): void => look(undefined);
  const onClick = ({ x, y, width, height }: Place): void => {
    if (hasMoved.current) return;
    const found = nodeAt(latest.current, x, y, width, height);
    if (found !== undefined) return look(found);
    const onLink = linkAt(latest.current, x, y, width, height);
    if (onLink === undefined) back();
    else lookAtLink(onLink, data);
  };
  const lookAtLink = (of: number, { names, from, to }: GraphData): void => {
    link.value = { from: names[from[of]!] ?? '', to: names[to[of]!] ?? '' };
  };
  const onRow = (row: number): void => {
    const { data: all, table } = listed.current ?? {};
    if (all !== undefined) lookAtLink(table?.keyOf?.(row) ?? row, all);
  };
  const tableOf = (): Table => {
    const all = whole();
    const table = linkTable({ ...scene, data: all });
    listed.current = { data: all, table };
    return table;
  };
  const onHover = (place: Place | undefined, event: PointerEvent): void => {
    const from = drag.current;
    if (place === undefined || event.buttons === 0) drag.current = undefined;
    else if (from !== undefined) {
      const [x, y] = [place.x - from.x, place.y - from.y];
      hasMoved.current ||= Math.hypot(x, y) > CLICK_PX;
      if (hasMoved.current) zoom.value = { ...from.zoom, x: from.zoom.x + x, y: from.zoom.y + y };
      return;
    }
    const found =
      place === undefined ? undefined : nodeAt(latest.current, place.x, place.y, place.width, place.height);
    active.value = found;
    hoveredPod.value = found === undefined ? undefined : data.pods[found];
  };
  const onWheel = ({ x, y, width, height }: Place, { deltaY }: WheelEvent): void => {
    zoomBy(deltaY > 0 ? 1 / ZOOM : ZOOM, x - width / 2, y - height / 2);
  };
  const zoomBy = (factor: number, x: number, y: number): void => {
    const now = zoom.peek();
    const scale = Math.max(1, Math.min(30, now.scale * factor));
    const by = scale / now.scale;
    zoom.value = scale === 1 ? NO_ZOOM : { scale, x: x - (x - now.x) * by, y: y - (y - now.y) * by };
  };
  const onKey = ({ key }: KeyboardEvent): boolean => {
    if (key.startsWith('Arrow'))
      active.value = nodeTowards(latest.current, active.peek() ?? (node < 0 ? undefined : node), key);
    else if (key === 'Enter') look(active.peek());
    else if (key === '+' || key === '-') zoomBy(key === '+' ? ZOOM : 1 / ZOOM, 0, 0);
    else if (key === 'Home') zoom.value = NO_ZOOM;
    else if (key === 'Escape' && (focus !== undefined || active.peek() !== undefined)) {
      active.value = undefined;
      back();
    } else return false;
    return true;
  };

  return (
    <PanelFrame
      name="graph"
      title={isCalls ? 'Graph of calls' : 'Graph of infections'}
      version={drawn.value}
      table={tableOf}
      sorting={{ column: 2, isDown: true }}
      onSelect={onRow}
      picture={() => graphPicture(latest.current)}
      caption={captionOf(data, kind, isCalls, placing.value, active.value)}
      controls={
        <>
          {hasCalls && (
            <select
              aria-label="What is linked"
              value={isCalls ? 'calls' : 'infections'}
              onChange={({ currentTarget }) =>
                (linked.value = currentTarget.value === 'calls' ? 'calls' : 'infections')
              }
            >
              <option value="infections">who infected whom</option>
              <option value="calls">{goldpinger?.service ?? 'Goldpinger'}: who calls whom</option>
            </select>
          )}
          {isCalls && <GoldpingerLink goldpinger={goldpinger} />}
          {kind === 'circle' && (
            <label>
              <input
                type="checkbox"
                checked={isByNode}
                onChange={({ currentTarget }) => (around.value = currentTarget.checked ? 'node' : 'name')}
              />
              by node
            </label>
          )}
          {kind === 'forces' && (
            <button type="button" disabled={placing.value === 'running'} onClick={again}>
              place again
            </button>
          )}
        </>
      }
    >
      <CanvasView
        label="Graph of pods. Arrows go to the pod in that direction, Enter chooses it, Escape goes back, plus and minus zoom."
        watch={() => void drawn.value}
        paint={(...box) => linksPicture(latest.current)(...box)}
        watchOver={() => {
          const { manyNodes, nodes } = paces;
          void [drawn.value, active.value, (shownNodes.current > MAX_CIRCLE ? manyNodes : nodes).value];
        }}
        paintOver={(...box) => nodesPicture(latest.current, active.peek())(...box)}
        onPress={({ x, y }) => {
          drag.current = { x, y, zoom: zoom.peek() };
          hasMoved.current = false;
        }}
        onHover={onHover}
        onClick={onClick}
        onWheel={onWheel}
        onDoubleClick={() => (zoom.value = NO_ZOOM)}
        onKey={onKey}
      />
      <FocusPane
        scene={scene}
        isCalls={isCalls}
        onNode={look}
        onLink={(of) => lookAtLink(of, data)}
        onBack={back}
      />
    </PanelFrame>
  );
}

function linkOf({ names, from, to }: GraphData, link: Readonly<{ from: string; to: string }>): number {
  return from.findIndex((node, place) => names[node] === link.from && names[to[place]!] === link.to);
}

function colourOf(data: GraphData, node: number): string {
  const row = (data.pods[node] ?? -1) - model.pods.first;
  const condition = moment.peek()?.condition[row];
  return condition === undefined ? '#999999' : (COLOURS[condition] ?? '#999999');
}

function captionOf(
  data: GraphData,
  kind: Kind,
  isCalls: boolean,
  placing: string,
  active: number | undefined,
): string {
  if (active !== undefined) return data.names[active] ?? '';
  const links = data.isWhole ? data.from.length : data.all;
  const between = isCalls ? 'calls' : data.isWhole ? 'links' : 'infections';
  const what = `${data.names.length} pods, ${links} ${between}`;
  const left = data.left === 0 ? '' : ` · ${data.left} with a pod that is gone are left out`;
  if (kind === 'field')
    return `${what} · above ${MAX_FORCES} pods only links of the one that is chosen are drawn${left}`;
  if (kind === 'forces' && placing === 'running') return `${what} · being placed`;
  if (placing === 'impossible')
    return `${what} · this browser runs no workers, so nothing is placed by forces`;
  if (kind === 'forces' && !isCalls) {
    return `${what} · drawn: by whom each was infected last, dashed where it fails its probes now${left}`;
  }
  const dashed = isCalls ? 'dashed: failed' : 'dashed: whoever was infected fails its probes now';
  return `${what} · ${dashed}${left}`;
}
