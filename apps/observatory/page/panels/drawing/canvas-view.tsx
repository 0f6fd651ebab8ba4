import { effect, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ink } from '../../state/appearance.ts';
import { nextFrame } from '../../state/next-frame.ts';
import { lessMotion } from '../../state/store.ts';
import { canvasPen } from './canvas-pen.ts';
import { clearCanvas } from './clear-canvas.ts';
import { inksOf } from './inks.ts';
import type { Paint } from './pen.ts';

/** A place on a canvas, in CSS pixels, and how large the canvas is. */
export type Place = Readonly<{ x: number; y: number; width: number; height: number }>;

/** Up to here a page has one column: page.css. */
const NARROW_PX = 900;

type Props = Readonly<{
  label: string;
  /** What is costly, and seldom changes; `watch` reads the signals upon which it does. */
  paint: Paint;
  watch: () => void;
  /** What lies above it, and changes with pointer and cursor. */
  paintOver?: Paint;
  watchOver?: () => void;
  onHover?: (place: Place | undefined, event: PointerEvent) => void;
  onPress?: (place: Place, event: PointerEvent) => void;
  onClick?: (place: Place, event: MouseEvent) => void;
  onWheel?: (place: Place, event: WheelEvent) => void;
  onDoubleClick?: () => void;
  /** True where the key meant something. */
  onKey?: (event: KeyboardEvent) => boolean;
}>;

/** A drawing that fills its box, is drawn anew when what it shows has changed, and can be worked by keys. */
export function CanvasView(props: Props): VNode {
  const ground = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const resized = useSignal(0);

  useEffect(() => {
    const box = ground.current?.parentElement;
    if (!box) return;
    const observer = new ResizeObserver(() => resized.value++);
    observer.observe(box);
    const isSeen = { ground: drawing(ground.current), over: drawing(over.current) };
    const stops = [
      effect(() => {
        void [resized.value, ink.value];
        latest.current.watch();
        isSeen.ground.soon(() => latest.current.paint);
      }),
      effect(() => {
        void [resized.value, ink.value, lessMotion.value];
        latest.current.watchOver?.();
        isSeen.over.soon(() => latest.current.paintOver);
      }),
    ];
    return () => {
      observer.disconnect();
      for (const stop of stops) stop();
      isSeen.ground.stop();
      isSeen.over.stop();
    };
  }, []);

  const place = (event: MouseEvent): Place => {
    const box = over.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, width: box.width, height: box.height };
  };
  // A listener that may keep the page from scrolling has to say so.
  useEffect(() => {
    const canvas = over.current;
    const onWheel = (event: WheelEvent): void => {
      // A narrow page is longer than its screen: there a wheel goes on in it.
      if (latest.current.onWheel === undefined || (innerWidth < NARROW_PX && !event.ctrlKey)) return;
      event.preventDefault();
      latest.current.onWheel(place(event), event);
    };
    canvas?.addEventListener('wheel', onWheel, { passive: false });
    return () => canvas?.removeEventListener('wheel', onWheel);
  }, []);

  return (
    <div class="canvas-view">
      <canvas ref={ground} aria-hidden="true" />
      <canvas
        ref={over}
        role="application"
        class={props.onPress && 'drags'}
        aria-label={props.label}
        tabIndex={0}
        onPointerDown={(event) => props.onPress?.(place(event), event)}
        onPointerMove={(event) => props.onHover?.(place(event), event)}
        onPointerLeave={(event) => props.onHover?.(undefined, event)}
        onClick={(event) => props.onClick?.(place(event), event)}
        onDblClick={() => props.onDoubleClick?.()}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey || props.onKey?.(event) !== true) return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </div>
  );
}

/** Draws on a canvas with the next frame, however often it is asked to. */
function drawing(canvas: HTMLCanvasElement | null): {
  soon: (of: () => Paint | undefined) => void;
  stop: () => void;
} {
  let leave: (() => void) | undefined;
  const draw = (of: () => Paint | undefined): void => {
    leave = undefined;
    const box = canvas?.parentElement;
    const context = canvas?.getContext('2d');
    if (!canvas || !box || !context) return;
    const { clientWidth: width, clientHeight: height } = box;
    const ratio = devicePixelRatio;
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    clearCanvas(context);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (width > 0 && height > 0) of()?.(canvasPen(context), width, height, inksOf(canvas));
  };
  return { soon: (of) => (leave ??= nextFrame(() => draw(of))), stop: () => leave?.() };
}
