/** Places the nodes of a graph by forces, beside the page: links pull, nodes push, until all has cooled down. */
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force';

/** What the page sends: how many nodes there are, and pairs of those that are linked. */
export type GraphOrder = Readonly<{ nodes: number; pairs: Uint32Array }>;

/** What it gets, again and again until it is done: x and y of each node in turn. */
export type GraphAnswer = Readonly<{ places: Float32Array; isDone: boolean }>;

const TELL_EVERY_MS = 150;

addEventListener('message', ({ data: { nodes: count, pairs } }: MessageEvent<GraphOrder>) => {
  const nodes: SimulationNodeDatum[] = Array.from({ length: count }, (_, index) => ({ index }));
  const links: SimulationLinkDatum<SimulationNodeDatum>[] = [];
  for (let at = 0; at < pairs.length; at += 2) links.push({ source: pairs[at]!, target: pairs[at + 1]! });
  const simulation = forceSimulation(nodes)
    .force('link', forceLink(links).distance(12))
    .force('charge', forceManyBody().strength(-14).distanceMax(250))
    .force('collide', forceCollide(4))
    .force('x', forceX().strength(0.04))
    .force('y', forceY().strength(0.04))
    .stop();
  let toldAtMs = performance.now();
  const tell = (isDone: boolean): void => {
    const places = Float32Array.from({ length: count * 2 }, (_, at) => {
      const node = nodes[at >> 1];
      return (at % 2 === 0 ? node?.x : node?.y) ?? 0;
    });
    postMessage({ places, isDone } satisfies GraphAnswer, { transfer: [places.buffer] });
  };
  while (simulation.alpha() > simulation.alphaMin()) {
    simulation.tick();
    if (performance.now() - toldAtMs < TELL_EVERY_MS) continue;
    toldAtMs = performance.now();
    tell(false);
  }
  tell(true);
});
