import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { shareInAddress, shareWord } from '../../state/address.ts';
import { brush, hoveredPod, model, moment, shownMs, strain } from '../../state/store.ts';
import { select } from '../../state/selection.ts';
import { CanvasView, type Place } from '../drawing/canvas-view.tsx';
import { GoldpingerLink } from '../goldpinger/goldpinger-link.tsx';
import { useGoldpinger } from '../goldpinger/use-goldpinger.ts';
import { PanelFrame } from '../panel-frame.tsx';
import { usePaced } from '../use-paced.ts';
import { callsHeatmap, readThresholds } from './calls-heatmap.ts';
import { CourseColumns, courseHeatmap } from './course-heatmap.ts';
import type { Heatmap } from './heatmap.ts';
import { cellAt, cellFrame, heatmapPicture } from './heatmap-picture.ts';
import {
  chooseThresholds,
  heatmapKind,
  HEATMAPS,
  podOrder,
  SHARED_THRESHOLDS,
  thresholds,
  type HeatmapKind,
} from './heatmap-choice.ts';
import { heatmapTable } from './heatmap-table.ts';
import { binInfections, infectionsHeatmap, MAX_BINS } from './infections-heatmap.ts';
import { ORDERS, rememberedOrder } from './pod-order.ts';

const KINDS: Readonly<Record<HeatmapKind, string>> = {
  infections: 'who infected whom',
  course: 'pods by time',
  calls: 'who calls whom',
};

shareWord('heat', heatmapKind, HEATMAPS, true);
shareWord('heat.by', podOrder, ORDERS);
for (const [key, what] of SHARED_THRESHOLDS) shareInAddress(key, what);

/** Pods are binned where a cell would be less than a pixel; not into fewer than this. */
const LEAST_BINS = 150;

/** What pods were is asked for so long at once, with so long a rest before it goes on. */
const COURSE_LIMIT_MS = 20;
const COURSE_REST_MS = 60;

/** Who infected whom, pods by time, or a Goldpinger's calls, as cells. */
export function HeatmapPanel(): VNode {
  const tick = usePaced(1_000).value;
  const kind = heatmapKind.value;
  const order = podOrder.value;
  const limits = thresholds.value;
  const goldpinger = useGoldpinger(kind === 'calls');
  const course = useMemo(() => new CourseColumns(), []);
  const podsOf = useMemo(() => rememberedOrder(model), []);
  const roomPx = useRef(LEAST_BINS);
  const active = useSignal<Readonly<{ column: number; row: number }> | undefined>(undefined);
  const drawn = useSignal(0);
  const more = useSignal(0);

  const heatmap = useMemo((): Heatmap | undefined => {
    if (kind === 'calls') return goldpinger && callsHeatmap(goldpinger, model, limits);
    const at = moment.peek();
    if (at === undefined) return undefined;
    const pods = podsOf(at, order);
    const most = Math.max(LEAST_BINS, Math.min(MAX_BINS, roomPx.current * devicePixelRatio));
    if (kind === 'course') {
      const seen = course.update(model, COURSE_LIMIT_MS);
      if (!seen.isComplete) setTimeout(() => more.value++, COURSE_REST_MS);
      return courseHeatmap(model, pods, seen, most);
    }
    const [fromMs, untilMs] = brush.value ?? [-Infinity, Infinity];
    const span = { fromMs, untilMs: Math.min(untilMs, shownMs.peek()), strain: strain.value };
    return infectionsHeatmap(model, pods, binInfections(model, pods, span, most));
  }, [tick, more.value, kind, order, limits, goldpinger, brush.value, strain.value]);
  const latest = useRef(heatmap);
  latest.current = heatmap;
  useMemo(() => void drawn.value++, [heatmap]);

  const choose = (cell: Readonly<{ row: number }> | undefined): void => {
    if (cell !== undefined) select(latest.current?.podOfRow(cell.row));
  };
  const at = ({ x, y, width, height }: Place) =>
    latest.current === undefined ? undefined : cellAt(latest.current, x, y, width, height);
  const onHover = (place: Place | undefined): void => {
    active.value = place && at(place);
    hoveredPod.value = active.value && latest.current?.podOfRow(active.value.row);
  };
  const onKey = ({ key }: KeyboardEvent): boolean => {
    const now = active.peek() ?? { column: 0, row: 0 };
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const step = steps[key];
    if (step !== undefined && heatmap !== undefined) {
      active.value = {
        column: Math.max(0, Math.min(heatmap.columns - 1, now.column + step[0])),
        row: Math.max(0, Math.min(heatmap.rows - 1, now.row + step[1])),
      };
    } else if (key === 'Enter') choose(active.peek());
    else if (key === 'Escape' && active.peek() !== undefined) active.value = undefined;
    else return false;
    return true;
  };

  return (
    <PanelFrame
      name="heatmap"
      title={`Heatmap: ${KINDS[kind]}`}
      version={drawn.value}
      table={() => (heatmap === undefined ? { length: 0, columns: [] } : heatmapTable(heatmap))}
      picture={() =>
        (...box) =>
          latest.current && heatmapPicture(latest.current)(...box)
        }
      caption={captionOf(heatmap, active.value, kind)}
      controls={
        <>
          <select
            aria-label="What is shown"
            value={kind}
            onChange={({ currentTarget }) => {
              heatmapKind.value = HEATMAPS.find((each) => each === currentTarget.value) ?? kind;
              active.value = undefined;
            }}
          >
            {Object.entries(KINDS).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
          {kind === 'calls' ? (
            <>
              <label>
                ms{' '}
                <input
                  key={limits.join()}
                  size={10}
                  aria-label="Thresholds in ms: quick, middling, slow"
                  defaultValue={limits.join(', ')}
                  onChange={({ currentTarget }) => {
                    const read = readThresholds(currentTarget.value);
                    currentTarget.setCustomValidity(read ? '' : 'three numbers that grow, as 1, 10, 100');
                    currentTarget.reportValidity();
                    if (read) chooseThresholds(read);
                  }}
                />
              </label>
              <GoldpingerLink goldpinger={goldpinger} />
            </>
          ) : (
            <label>
              <input
                type="checkbox"
                checked={order === 'node'}
                onChange={({ currentTarget }) => (podOrder.value = currentTarget.checked ? 'node' : 'name')}
              />
              by node
            </label>
          )}
        </>
      }
    >
      {heatmap === undefined || heatmap.rows === 0 ? (
        <p class="nothing">
          {kind === 'calls' ? withoutGoldpinger(goldpinger?.message) : 'No pods are known yet.'}
        </p>
      ) : (
        <CanvasView
          label={`Heatmap of ${KINDS[kind]}. Arrows go from cell to cell, Enter chooses the pod of the row.`}
          watch={() => void drawn.value}
          paint={(...box) => {
            roomPx.current = box[2];
            if (latest.current) heatmapPicture(latest.current)(...box);
          }}
          watchOver={() => void [drawn.value, active.value]}
          paintOver={(...box) => latest.current && cellFrame(latest.current, active.peek())(...box)}
          onHover={onHover}
          onClick={(place) => choose(at(place))}
          onKey={onKey}
        />
      )}
    </PanelFrame>
  );
}

function captionOf(
  heatmap: Heatmap | undefined,
  cell: Readonly<{ column: number; row: number }> | undefined,
  kind: HeatmapKind,
): string {
  if (heatmap === undefined) return '';
  if (cell === undefined) {
    const note = heatmap.note === '' ? '' : ` · ${heatmap.note}`;
    const why =
      kind === 'infections'
        ? ' · how long podders take to answer each other is not known: a Service is between them'
        : '';
    return `${heatmap.columns} by ${heatmap.rows} cells${note}${why}`;
  }
  const { column, row } = cell;
  const what = heatmap.textOf(column, row) ?? 'nothing';
  return `${heatmap.across}: ${heatmap.columnName(column)} · ${heatmap.down}: ${heatmap.rowName(row)} · ${what}`;
}

function withoutGoldpinger(message: string | undefined): string {
  if (model.source?.kind !== 'cluster')
    return 'A Goldpinger is asked in a cluster; this page shows no cluster.';
  if (message !== undefined) return message;
  return 'No Goldpinger has answered yet. A Service with that name, or with it as its label app or app.kubernetes.io/name, is looked for: first in this namespace, then in all.';
}
