import { CODE } from '@pod-contagion/observatory';
import { COLOURS } from '../../state/palette.ts';
import { TEXT_PX, type Inks, type Paint, type Pen, type Point, type Stroke } from '../drawing/pen.ts';
import { along, bendOf, linksInFocus, MAX_NAMES, spotsOf, type GraphScene } from './graph-scene.ts';

const FAILING = COLOURS[CODE.symptomatic] ?? '#d55e00';

/** Up to so many links show by a dot which way they lead. */
const MAX_DOTS = 400;

/** Up to so many links have what stands beside them. */
const MAX_LABELS = 40;

/** More links than this are drawn fainter, and so thin that a browser makes no outlines of them: that takes more than three times as long. */
const CROWD = 300;
const THIN_PX = 1;

/** The links of a graph: the stronger the more often, those that fail last and dashed. */
export function linksPicture(scene: GraphScene): Paint {
  return (pen, width, height, inks) => {
    const { data } = scene;
    const shown = linksInFocus(scene);
    let most = 1;
    for (const link of shown) most = Math.max(most, data.count[link]!);
    // Many links would make one disc of all.
    const crowd = Math.min(1, (CROWD / Math.max(1, shown.length)) ** 0.75);
    const hasDots = shown.length <= MAX_DOTS;
    const wayOf = waysOf(scene, width, height);
    const draw = (link: number): void => {
      const strength = Math.log1p(data.count[link]!) / Math.log1p(most);
      const stroke = strokeOf(scene, strength, crowd, inks);
      drawLink(pen, wayOf(link), stroke, data.failing.has(link), hasDots);
    };
    for (const link of shown) if (!data.failing.has(link)) draw(link);
    for (const link of shown) if (data.failing.has(link)) draw(link);
    if (data.labelOf === undefined || shown.length > MAX_LABELS) return;
    for (const link of shown) {
      const { from, bend, to } = wayOf(link);
      const { x, y } = along(from, bend, to, 0.7);
      pen.text(x, y + 4, data.labelOf(link), inks.ink, 'middle');
    }
  };
}

/** The nodes of a graph, and their names where there is room. */
export function nodesPicture(scene: GraphScene, active: number | undefined): Paint {
  return (pen, width, height, inks) => {
    const { data, focus, kind } = scene;
    const spotOf = spotsOf(scene, width, height);
    const count = data.names.length;
    const size = count <= 100 ? 10 : Math.max(3, Math.min(8, 240 / Math.sqrt(count)));
    const chosen = focus !== undefined && 'node' in focus ? focus.node : undefined;
    const linked = linkedWith(scene);
    for (let node = 0; node < count; node++) {
      const { x, y } = spotOf(node);
      const isFaint = linked !== undefined && !linked.has(node);
      if (inks.outline !== undefined) {
        pen.rect(x - size / 2 - 1, y - size / 2 - 1, size + 2, size + 2, inks.outline, isFaint ? 0.3 : 1);
      }
      pen.rect(x - size / 2, y - size / 2, size, size, scene.colourOf(node), isFaint ? 0.3 : 1);
      if (node === active || node === chosen) frame(pen, x, y, size / 2 + 3, inks.accent);
    }
    if (kind === 'circle' && count <= MAX_NAMES) drawNames(pen, scene, width, height, inks);
    else
      for (const node of [active, chosen])
        if (node !== undefined) nameBeside(pen, scene, node, width, height, inks);
  };
}

/** The whole graph. */
export function graphPicture(scene: GraphScene): Paint {
  return (...box) => {
    linksPicture(scene)(...box);
    nodesPicture(scene, undefined)(...box);
  };
}

function strokeOf({ focus, kind }: GraphScene, strength: number, crowd: number, inks: Inks): Stroke {
  const width = 0.6 + 1.8 * strength;
  if (focus !== undefined) return { colour: inks.ink, width: width + 0.4, alpha: 0.9 };
  return {
    colour: inks.muted,
    width: crowd < 1 ? Math.min(THIN_PX, width) : width,
    alpha: kind === 'circle' ? Math.max(0.06, (0.15 + 0.65 * strength ** 2) * crowd) : 0.5,
  };
}

/** Where a link begins and ends, and the point that it is bent towards. */
type Way = Readonly<{ from: Point; bend: Point; to: Point }>;

/** The ways of the links of a graph, in a box. */
function waysOf(scene: GraphScene, width: number, height: number): (link: number) => Way {
  const { data, zoom } = scene;
  const spotOf = spotsOf(scene, width, height);
  const centre = { x: width / 2 + zoom.x, y: height / 2 + zoom.y };
  return (link) => {
    const from = spotOf(data.from[link]!);
    const to = spotOf(data.to[link]!);
    return { from, bend: bendOf(scene, from, to, centre), to };
  };
}

function drawLink(
  pen: Pen,
  { from, bend, to }: Way,
  stroke: Stroke,
  isFailing: boolean,
  hasDot: boolean,
): void {
  const own: Stroke = isFailing ? { ...stroke, colour: FAILING, alpha: 0.95, isDashed: true } : stroke;
  pen.curve(from, bend, to, own);
  if (!hasDot) return;
  const { x, y } = along(from, bend, to, 0.88);
  pen.rect(x - 1.5, y - 1.5, 3, 3, own.colour, own.alpha);
}

/** The nodes that links in focus lead to and from; undefined where all are looked at. */
function linkedWith(scene: GraphScene): ReadonlySet<number> | undefined {
  const { data, focus } = scene;
  if (focus === undefined) return undefined;
  const linked = new Set<number>('node' in focus ? [focus.node] : []);
  for (const link of linksInFocus(scene)) linked.add(data.from[link]!).add(data.to[link]!);
  return linked;
}

/** Names beside a circle, on each side as many as have room. */
function drawNames(pen: Pen, scene: GraphScene, width: number, height: number, inks: Inks): void {
  const { data, places } = scene;
  const spotOf = spotsOf(scene, width, height);
  const order = data.names.map((_, node) => node).toSorted((one, other) => spotOf(one).y - spotOf(other).y);
  const lowest = { left: -Infinity, right: -Infinity };
  for (const node of order) {
    const { x, y } = spotOf(node);
    const side = places[node * 2]! < 0 ? 'left' : 'right';
    if (y - lowest[side] < TEXT_PX || Math.abs(places[node * 2]!) < 0.2) continue;
    lowest[side] = y;
    const isLeft = side === 'left';
    pen.text(
      x + (isLeft ? -10 : 10),
      y + 4,
      ending(data.names[node]!),
      inks.muted,
      isLeft ? 'right' : 'left',
    );
  }
}

function nameBeside(
  pen: Pen,
  scene: GraphScene,
  node: number,
  width: number,
  height: number,
  inks: Inks,
): void {
  const { x, y } = spotsOf(scene, width, height)(node);
  const isRight = x > width - 160;
  pen.text(
    x + (isRight ? -10 : 10),
    y + 4,
    scene.data.names[node] ?? '',
    inks.ink,
    isRight ? 'right' : 'left',
  );
}

/** What tells pods of one Deployment apart. */
export function ending(name: string): string {
  return name.length > 9 ? `…${name.slice(-7)}` : name;
}

function frame(pen: Pen, x: number, y: number, reach: number, colour: string): void {
  pen.rect(x - reach, y - reach, reach * 2, 1.5, colour);
  pen.rect(x - reach, y + reach - 1.5, reach * 2, 1.5, colour);
  pen.rect(x - reach, y - reach, 1.5, reach * 2, colour);
  pen.rect(x + reach - 1.5, y - reach, 1.5, reach * 2, colour);
}
