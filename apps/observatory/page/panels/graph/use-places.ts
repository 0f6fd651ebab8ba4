import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { lessMotion } from '../../state/store.ts';
import { openWorker } from '../../workers/open-worker.ts';
import type { GraphData } from './graph-data.ts';
import type { GraphAnswer, GraphOrder } from './graph-worker.ts';
import { circlePlaces, fieldPlaces, fitted, type Kind, type Places } from './places.ts';
import { placesFrom, latestPairs } from './settled.ts';

/** Where the share of nodes that nobody has placed is above this, all are placed anew. */
const MAX_NEW = 0.1;

/** How the forces are doing. */
export type Placing = 'done' | 'running' | 'impossible';

/** Where the nodes of a graph stand. Forces run in a worker until they are cool, and then rest until they are asked for again. */
export function usePlaces(
  data: GraphData,
  kind: Kind,
  isByNode: boolean,
): Readonly<{ places: Places; placing: ReadonlySignal<Placing>; again: () => void }> {
  const placing = useMemo(() => signal<Placing>('done'), []);
  const moved = useMemo(() => signal(0), []);
  const settled = useRef(new Map<string, readonly [x: number, y: number]>());
  const worker = useRef<Worker | undefined>(undefined);

  const stop = (): void => {
    worker.current?.terminate();
    worker.current = undefined;
  };
  const again = (): void => {
    stop();
    try {
      const own = openWorker('graph-worker');
      worker.current = own;
      placing.value = 'running';
      const { names } = data;
      own.addEventListener('message', ({ data: answer }: MessageEvent<GraphAnswer>) => {
        if (lessMotion.peek() && !answer.isDone) return;
        const places = fitted(answer.places);
        settled.current = new Map(
          names.map((name, node) => [name, [places[node * 2]!, places[node * 2 + 1]!]]),
        );
        if (answer.isDone) {
          placing.value = 'done';
          stop();
        }
        moved.value++;
      });
      own.addEventListener('error', () => (placing.value = 'impossible'));
      const order: GraphOrder = { nodes: names.length, pairs: latestPairs(data) };
      own.postMessage(order, { transfer: [order.pairs.buffer] });
    } catch {
      placing.value = 'impossible';
    }
  };
  useEffect(() => stop, []);
  const isForces = kind === 'forces';
  useEffect(() => {
    if (!isForces || placing.peek() !== 'done') return;
    const unknown = data.names.filter((name) => !settled.current.has(name)).length;
    if (unknown > MAX_NEW * data.names.length) again();
  }, [data, isForces]);

  void moved.value;
  const places = useMemo(() => {
    if (kind === 'circle') return circlePlaces(data, isByNode);
    return kind === 'field' ? fieldPlaces(data) : placesFrom(data, settled.current);
  }, [data, kind, isByNode, moved.value]);
  return { places, placing, again };
}
