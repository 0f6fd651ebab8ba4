import type { VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { shareInAddress } from '../../state/address.ts';
import { brush, cursorMs, hoveredPod, model, selectedPod } from '../../state/store.ts';
import { chooseInfection } from '../choose.ts';
import { CanvasView, type Place } from '../drawing/canvas-view.tsx';
import { describeInfection, infectionTable } from '../infection-table.ts';
import { PanelFrame } from '../panel-frame.tsx';
import { usePaced } from '../use-paced.ts';
import { infectionAt, scaleOf, stepFrom } from './scene.ts';
import { sharedWindow } from './shared-window.ts';
import { treeOver } from './tree-over.ts';
import { treePicture } from './tree-picture.ts';
import { treeState } from './tree-state.ts';
import { pan, zoomRows, zoomTime, type Window } from './window.ts';

const ZOOM = 1.25;
/** A press that moves less than this is a click. */
const CLICK_PX = 4;

type Drag = { x: number; y: number; window: Window; isBrush: boolean; moved: boolean };

/** Who infected whom, in time. */
export function TreePanel(): VNode {
  const tick = usePaced(200);
  const state = useMemo(() => {
    const made = treeState(tick);
    shareInAddress('tree', sharedWindow(made));
    return made;
  }, []);
  const drag = useRef<Drag | undefined>(undefined);
  const { window, active, whole } = state;
  const scene = state.scene.value;

  const change = state.look;
  const seen = (): Window => state.shown.peek();

  const onPress = ({ x, y }: Place, event: PointerEvent): void => {
    drag.current = { x, y, window: seen(), isBrush: event.shiftKey, moved: false };
    (event.target as Element).setPointerCapture(event.pointerId);
  };
  const onHover = (place: Place | undefined, event: PointerEvent): void => {
    const from = drag.current;
    if (place === undefined || event.buttons === 0) drag.current = undefined;
    if (place === undefined) {
      active.value = undefined;
      hoveredPod.value = undefined;
      return;
    }
    if (from !== undefined && event.buttons !== 0) {
      if (Math.hypot(place.x - from.x, place.y - from.y) > CLICK_PX) from.moved = true;
      if (from.moved) onDrag(from, place);
      return;
    }
    const row = infectionAt(state.scene.peek(), place.x, place.y, place.width, place.height);
    active.value = row;
    hoveredPod.value = row === undefined ? undefined : model.infections.pod.at(row);
  };
  const onDrag = (from: Drag, place: Place): void => {
    const spanMs = from.window.untilMs - from.window.fromMs;
    if (from.isBrush) {
      const { timeAt } = scaleOf(state.scene.peek(), place.width, place.height);
      const [one, other] = [timeAt(from.x), timeAt(place.x)];
      brush.value = [Math.min(one, other), Math.max(one, other)];
      return;
    }
    const share = ((from.y - place.y) / place.height) * (from.window.bottom - from.window.top);
    change(pan(from.window, whole.peek(), ((from.x - place.x) / place.width) * spanMs, share));
  };
  const onClick = (place: Place): void => {
    if (drag.current?.moved === true) return;
    chooseInfection(infectionAt(state.scene.peek(), place.x, place.y, place.width, place.height));
  };
  const onWheel = (place: Place, event: WheelEvent): void => {
    const factor = event.deltaY + event.deltaX > 0 ? ZOOM : 1 / ZOOM;
    const { timeAt, plotPx } = scaleOf(state.scene.peek(), place.width, place.height);
    if (event.shiftKey) change(zoomRows(seen(), factor, Math.min(1, place.y / plotPx)));
    else change(zoomTime(seen(), whole.peek(), factor, timeAt(place.x)));
  };
  const onKey = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const { fromMs, untilMs } = seen();
    if (key.startsWith('Arrow')) {
      active.value = stepFrom(state.scene.peek(), active.peek() ?? state.scene.peek().selected, key);
    } else if (key === 'Enter') chooseInfection(active.peek());
    else if (key === '+') change(zoomTime(seen(), whole.peek(), 1 / ZOOM, (fromMs + untilMs) / 2));
    else if (key === '-') change(zoomTime(seen(), whole.peek(), ZOOM, (fromMs + untilMs) / 2));
    else if (key === 'PageUp') change(zoomRows(seen(), 1 / ZOOM, 0.5));
    else if (key === 'PageDown') change(zoomRows(seen(), ZOOM, 0.5));
    else if (key === 'Home') window.value = undefined;
    else if (key === 'Escape' && !shiftKey) {
      if (active.peek() === undefined && selectedPod.peek() === undefined) return false;
      active.value = undefined;
      chooseInfection(undefined);
    } else return false;
    return true;
  };

  const { length } = scene.layout.order;
  const pointed = active.value ?? scene.selected;
  return (
    <PanelFrame
      name="tree"
      title="Transmission tree"
      view="tree"
      version={tick.value}
      table={() => infectionTable(model, scene.layout.order, scene.layout.offspring)}
      sorting={{ column: 0, isDown: true }}
      selected={scene.selected === undefined ? undefined : model.infections.first + scene.selected}
      onSelect={(row) => chooseInfection(scene.layout.order[row])}
      picture={() => treePicture(state.scene.peek())}
      controls={
        <button
          type="button"
          disabled={window.value === undefined}
          onClick={() => (window.value = undefined)}
        >
          whole tree
        </button>
      }
      caption={
        pointed === undefined || pointed >= model.infections.length
          ? `${length} infections · right is later, below is infected by above · wheel zooms time, with Shift rows`
          : describeInfection(model, pointed, scene.layout.offspring[pointed] ?? 0)
      }
    >
      <CanvasView
        label="Transmission tree in time. Left and right arrows go to who infected and who was infected, up and down to rows beside; Enter selects, plus and minus zoom, Home shows all."
        watch={() => void state.scene.value}
        paint={(...box) => state.timed(() => treePicture(state.scene.peek())(...box))}
        watchOver={() => void [state.scene.value, cursorMs.value, brush.value, active.value]}
        paintOver={(...box) =>
          treeOver(state.scene.peek(), cursorMs.peek(), brush.peek(), active.peek())(...box)
        }
        onPress={onPress}
        onHover={onHover}
        onClick={onClick}
        onWheel={onWheel}
        onDoubleClick={() => (window.value = undefined)}
        onKey={onKey}
      />
    </PanelFrame>
  );
}
