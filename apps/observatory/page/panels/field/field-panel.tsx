import { CODE } from '@pod-contagion/observatory';
import { CONDITIONS } from '@pod-contagion/epidemic';
import { effect, useSignal, useSignalEffect, type Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { play } from '../../game/state.ts';
import { announce } from '../../state/announce.ts';
import { nextFrame } from '../../state/next-frame.ts';
import { select } from '../../state/selection.ts';
import {
  cursorMs,
  found,
  hoveredPod,
  lessMotion,
  model,
  moment,
  selectedPod,
  shownMs,
  tab,
  version,
} from '../../state/store.ts';
import { isTooEarly } from '../../state/shown-counts.ts';
import { clockTime } from '../../state/words.ts';
import { PanelHeader } from '../../shell/panel-header.tsx';
import { canvasPen } from '../drawing/canvas-pen.ts';
import { clearCanvas } from '../drawing/clear-canvas.ts';
import { shownInks } from '../drawing/inks.ts';
import type { Paint } from '../drawing/pen.ts';
import { useOffer } from '../use-offer.ts';
import { neighbour } from './arrange.ts';
import { Arcs } from './arcs.ts';
import { Cells } from './cells.ts';
import { drawOverlay, hitBy, type OverlayOf } from './overlay.ts';
import { grouping } from './grouping.ts';
import { GROUPINGS } from './slots.ts';

const ARROWS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Arcs fade so often, in ms: no eye sees more of that, and each time costs as much as all else. */
const ARC_EVERY_MS = 40;

/** A cell for each pod, and arcs from whom to whom. */
export function FieldPanel(): VNode {
  const baseRef = useRef<HTMLCanvasElement>(null);
  const overRef = useRef<HTMLCanvasElement>(null);
  const boxRef = useRef<HTMLDivElement>(null);
  const fieldRef = useRef<Field>(undefined);
  const roving = useSignal<number | undefined>(undefined);
  const tip = useSignal<Readonly<{ x: number; y: number; text: string }> | undefined>(undefined);

  useEffect(() => {
    const [base, over, box] = [baseRef.current, overRef.current, boxRef.current];
    if (base === null || over === null || box === null) return undefined;
    const field = new Field(base, over, roving);
    fieldRef.current = field;
    const observer = new ResizeObserver(() => field.resize(box.clientWidth, box.clientHeight));
    observer.observe(box);
    field.resize(box.clientWidth, box.clientHeight);
    // Not after the next frame, as the hook for signals would have it: paper waits for none.
    const stop = effect(() => {
      void shownInks.value;
      field.drawSoon();
    });
    return () => {
      stop();
      observer.disconnect();
      field.end();
    };
  }, []);
  useOffer({ name: 'field', title: 'Pods', place: boxRef, paint: () => fieldRef.current!.picture() });
  useSignalEffect(() => {
    for (const each of [version, cursorMs, found, grouping, hoveredPod, selectedPod, roving, lessMotion])
      void each.value;
    fieldRef.current?.drawSoon();
  });

  const point = (event: MouseEvent): number | undefined => {
    const row = fieldRef.current?.cells.rowAt(event.offsetX, event.offsetY);
    return row === undefined ? undefined : row + model.pods.first;
  };
  return (
    <section class="panel field" aria-label="Pod field">
      <PanelHeader title="Pods" view="field">
        {isTooEarly.value && (
          <span class="quiet small">known from {clockTime(model.timeline.span![0])} on</span>
        )}
        <label class="small">
          by{' '}
          <select
            value={grouping.value}
            onChange={(event) => {
              grouping.value = GROUPINGS.find((each) => each === event.currentTarget.value) ?? 'node';
            }}
          >
            {GROUPINGS.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <button
          type="button"
          class="small"
          onClick={() => {
            tab.value = 'podders';
          }}
        >
          as table
        </button>
      </PanelHeader>
      <div class="canvas-box" ref={boxRef}>
        <canvas ref={baseRef} aria-hidden="true" />
        <canvas
          ref={overRef}
          role="application"
          tabIndex={0}
          aria-label="Pods, a cell each. Arrow keys move from pod to pod, Enter opens one, Escape closes it."
          onMouseMove={(event) => {
            const pod = point(event);
            hoveredPod.value = pod;
            tip.value =
              pod === undefined
                ? undefined
                : { x: event.offsetX, y: event.offsetY, text: tell(pod - model.pods.first) };
          }}
          onMouseLeave={() => {
            hoveredPod.value = undefined;
            tip.value = undefined;
          }}
          onClick={(event) => {
            const pod = point(event);
            roving.value = pod === undefined ? undefined : pod - model.pods.first;
            select(pod);
            if (pod !== undefined && play.value !== 'off') {
              void import('../../game/click.ts').then(({ clickedPod }) => clickedPod(pod));
            }
          }}
          onFocus={() => {
            roving.value ??= fieldRef.current?.cells.rowOf([0, 0]);
          }}
          onKeyDown={(event) => {
            const field = fieldRef.current;
            const arrow = ARROWS[event.key];
            if (field === undefined) return;
            if (arrow !== undefined) {
              event.preventDefault();
              event.stopPropagation();
              roving.value = field.next(roving.value, arrow);
              if (roving.value !== undefined) {
                hoveredPod.value = roving.value + model.pods.first;
                announce(tell(roving.value));
              }
            } else if ((event.key === 'Enter' || event.key === ' ') && roving.value !== undefined) {
              event.preventDefault();
              event.stopPropagation();
              select(roving.value + model.pods.first);
            }
          }}
          onBlur={() => {
            hoveredPod.value = undefined;
          }}
        />
        {tip.value !== undefined && (
          <div
            class="tip"
            style={{
              transform: `translate(${tip.value.x + 12}px, ${tip.value.y + 12}px)`,
            }}
          >
            {tip.value.text}
          </div>
        )}
      </div>
    </section>
  );
}

/** A pod in a line of words. */
function tell(row: number): string {
  const now = moment.value;
  const code = now?.condition[row] ?? CODE.gone;
  const restarts = now?.restarts[row] ?? 0;
  const { name, node } = model.pods;
  return `${name[row] ?? ''}, ${CONDITIONS[code] ?? 'gone'}, ${restarts} restarts, on ${node[row] === '' ? 'no node yet' : node[row]}`;
}

/** The two canvases and when they are drawn: with the next frame after something changed, and on while there are arcs. */
class Field {
  readonly cells: Cells;
  readonly #over: HTMLCanvasElement;
  readonly #arcs = new Arcs();
  readonly #roving: Signal<number | undefined>;
  #ratio = 1;
  #hasDrawn = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Leaves the drawing that is to come; undefined where there is none. */
  #leave: (() => void) | undefined;

  constructor(base: HTMLCanvasElement, over: HTMLCanvasElement, roving: Signal<number | undefined>) {
    this.cells = new Cells(base);
    this.#over = over;
    this.#roving = roving;
  }

  resize(width: number, height: number): void {
    this.#ratio = Math.min(2, devicePixelRatio);
    this.cells.resize(width, height, this.#ratio);
    this.#over.width = Math.max(1, Math.round(width * this.#ratio));
    this.#over.height = Math.max(1, Math.round(height * this.#ratio));
    this.drawSoon();
  }

  drawSoon(): void {
    this.#leave ??= nextFrame(() => this.#draw());
  }

  next(row: number | undefined, way: readonly [right: number, down: number]): number | undefined {
    const at = row === undefined ? undefined : this.cells.placeOf(row);
    if (at === undefined) return this.cells.rowOf([0, 0]);
    let place = neighbour(this.cells.arrangement, at, way);
    // Places that nobody has are passed over.
    for (let tries = 0; tries < 100 && this.cells.rowOf(place) === undefined; tries++) {
      const beyond = neighbour(this.cells.arrangement, place, way);
      if (beyond === place) return row;
      place = beyond;
    }
    return this.cells.rowOf(place) ?? row;
  }

  /** What is shown now, for any pen. */
  async picture(): Promise<Paint> {
    const { shownField } = await import('./field-picture.ts');
    // So that all that are there have their places.
    this.#draw();
    return shownField(this.cells.slots, this.#overlay());
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#leave?.();
  }

  #drawLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.drawSoon(), ARC_EVERY_MS);
  }

  #draw(): void {
    this.#leave = undefined;
    const now = moment.peek();
    if (now === undefined) return;
    this.cells.draw({
      model,
      moment: now,
      by: grouping.peek(),
      found: found.peek(),
      inks: shownInks.peek(),
    });
    if (!this.#hasDrawn && model.cursor >= 0) performance.mark('pods-drawn');
    this.#hasDrawn ||= model.cursor >= 0;
    const over = this.#overlay();
    const context = this.#over.getContext('2d');
    if (context !== null) {
      clearCanvas(context);
      context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
      drawOverlay(canvasPen(context), shownInks.peek(), this.cells, over);
    }
    if (cursorMs.peek() === undefined && over.arcs.length > 0) this.#drawLater();
  }

  #overlay(): OverlayOf {
    const nowMs = performance.now();
    const atMs = cursorMs.peek();
    this.#arcs.follow(model, nowMs);
    const arcs = atMs === undefined ? this.#arcs.all : Arcs.at(model, atMs, nowMs);
    const { first } = model.pods;
    const rowOf = (pod: number | undefined): number | undefined =>
      pod === undefined ? undefined : pod - first;
    return {
      arcs: lessMotion.peek() ? [] : arcs,
      nowMs,
      hit: hitBy(model.runs, model.pods, shownMs.peek()),
      selected: rowOf(selectedPod.peek()),
      hovered: rowOf(hoveredPod.peek()),
      roving: document.activeElement === this.#over ? this.#roving.peek() : undefined,
    };
  }
}
