import { CODE } from '@pod-contagion/observatory';
import { COLOURS } from '../../state/palette.ts';
import type { Inks, Paint, Pen } from '../drawing/pen.ts';
import { clockTime } from '../../state/words.ts';
import { ticksOf } from '../ticks.ts';
import { densityOf, partsOf } from './density.ts';
import { LEAST_LINEAGE_PX } from './detail.ts';
import { branchesBetween, relatedTo, type Branch } from './branches.ts';
import { NOBODY, parentOf, startOf } from './layout.ts';
import { scaleOf, type Scale, type Scene } from './scene.ts';

const INCUBATING = COLOURS[CODE.incubating] ?? '#f0e442';
const SYMPTOMATIC = COLOURS[CODE.symptomatic] ?? '#d55e00';
const MIX = { incubating: partsOf(INCUBATING), symptomatic: partsOf(SYMPTOMATIC) };

const MAX_LINEAGES = 3_000;

/** Bars of whoever is related to the selection are at least this high. */
const LEAST_RELATED_PX = 2.5;
const MAX_IN_FULL = 4_000;
const MAX_MARKS = 400;

/** The tree, by level of detail: each branch, or density, lineages, superspreaders, and what is related to the selection. */
export function treePicture(scene: Scene): Paint {
  return (pen, width, height, inks) => {
    const scale = scaleOf(scene, width, height);
    const { selected } = scene;
    drawAxis(pen, scene, scale, width, inks);
    if (scale.isInFull) {
      const branches = branchesBetween(scene, scale.firstRow, scale.lastRow);
      for (const branch of branches) drawStem(pen, scene, scale, branch, inks.muted);
      for (const branch of branches) drawBar(pen, scene, scale, branch, width, inks, barPx(scale));
    } else {
      pen.raster(0, 0, width, scale.plotPx, densityOf(scene, scale, width, MIX));
      drawLineages(pen, scene, scale, inks);
      // What is related to the selection stands out.
      if (selected !== undefined) pen.rect(0, 0, width, scale.plotPx, inks.ground, 0.6);
    }
    if (selected !== undefined) drawRelated(pen, scene, scale, selected, width, inks);
    drawSuperspreaders(pen, scene, scale, inks);
  };
}

function drawRelated(
  pen: Pen,
  scene: Scene,
  scale: Scale,
  selected: number,
  width: number,
  inks: Inks,
): void {
  const branches = relatedTo(scene, selected, MAX_IN_FULL);
  const thick = Math.max(LEAST_RELATED_PX, barPx(scale));
  for (const branch of branches) drawStem(pen, scene, scale, branch, inks.ink);
  for (const branch of branches) drawBar(pen, scene, scale, branch, width, inks, thick);
  const own = branches.find(({ row }) => row === selected);
  if (own === undefined) return;
  const y = scale.yOf(own.place + 0.5) - thick / 2;
  const from = scale.xOf(startOf(scene.infections, selected));
  const until = scale.xOf(scene.infections.endedAtMs(selected) ?? scene.nowMs);
  pen.rect(from - 2, y - 3, until - from + 4, 2, inks.accent);
  pen.rect(from - 2, y + thick + 1, until - from + 4, 2, inks.accent);
}

/** From whoever infected it down to its row, at the moment of its exposure. */
function drawStem(
  pen: Pen,
  { infections }: Scene,
  scale: Scale,
  { row, place, above }: Branch,
  colour: string,
): void {
  if (above === NOBODY) return;
  const x = scale.xOf(startOf(infections, row));
  const from = Math.max(-1, scale.yOf(Math.min(above, place) + 0.5));
  const until = Math.min(scale.plotPx + 1, scale.yOf(Math.max(above, place) + 0.5));
  if (until > from) pen.rect(x, from, 1, until - from, colour);
}

/** From exposure to its end: thin while it incubates, thick while it has symptoms. */
function drawBar(
  pen: Pen,
  scene: Scene,
  scale: Scale,
  { row, place }: Branch,
  width: number,
  inks: Inks,
  thick: number,
): void {
  const { infections, nowMs } = scene;
  const endMs = infections.endedAtMs(row) ?? nowMs;
  const illMs = Math.min(endMs, infections.symptomaticAtMs(row) ?? endMs);
  const from = Math.max(-4, scale.xOf(startOf(infections, row)));
  const ill = Math.min(width + 4, Math.max(from, scale.xOf(illMs)));
  const until = Math.max(ill, Math.min(width + 4, scale.xOf(endMs)));
  const thin = Math.max(Math.min(1, thick), thick * 0.5);
  const middle = scale.yOf(place + 0.5);
  if (middle < -thick || middle > scale.plotPx) return;
  if (inks.outline !== undefined && thick >= 4) {
    pen.rect(from - 1, middle - thin / 2 - 1, ill - from + 2, thin + 2, inks.outline);
    pen.rect(ill - 1, middle - thick / 2 - 1, until - ill + 2, thick + 2, inks.outline);
  }
  if (ill > from) pen.rect(from, middle - thin / 2, ill - from, thin, INCUBATING);
  pen.rect(ill, middle - thick / 2, Math.max(until - ill, 1), thick, SYMPTOMATIC);
}

function barPx({ rowPx }: Scale): number {
  return Math.max(0.75, Math.min(9, rowPx * 0.7));
}

/** Over the density, the bars of those from which much comes, and of what they come from. */
function drawLineages(pen: Pen, scene: Scene, scale: Scale, inks: Inks): void {
  const { infections, layout, nowMs } = scene;
  const { places, sizes } = layout.lineages;
  const least = LEAST_LINEAGE_PX / scale.rowPx;
  // Whoever infected one from which so many come is among them and above it, where it has a place.
  const drawn = new Map<number, number>();
  for (let index = 0; index < places.length && drawn.size < MAX_LINEAGES; index++) {
    if (sizes[index]! < least) continue;
    const place = places[index]!;
    const row = layout.order[place]!;
    const above = drawn.get(parentOf(infections, row)) ?? NOBODY;
    drawn.set(row, place);
    drawStem(pen, scene, scale, { row, place, above }, inks.ink);
    const y = scale.yOf(place + 0.5);
    if (y < 0 || y > scale.plotPx) continue;
    const from = scale.xOf(startOf(infections, row));
    pen.rect(from, y - 0.5, Math.max(1, scale.xOf(infections.endedAtMs(row) ?? nowMs) - from), 1, inks.ink);
  }
}

/** A mark at the end of each that infected unusually many; the most infectious where they are too many. */
function drawSuperspreaders(pen: Pen, scene: Scene, scale: Scale, inks: Inks): void {
  const { infections, layout, nowMs, many } = scene;
  const { order, offspring } = layout;
  const places: number[] = [];
  for (let place = scale.firstRow; place <= scale.lastRow; place++) {
    if (offspring[order[place]!]! > many) places.push(place);
  }
  if (places.length > MAX_MARKS) {
    places.sort((one, other) => offspring[order[other]!]! - offspring[order[one]!]!);
  }
  for (const place of places.slice(0, MAX_MARKS)) {
    const y = scale.yOf(place + 0.5);
    if (y < 0 || y > scale.plotPx) continue;
    const x = scale.xOf(infections.endedAtMs(order[place]!) ?? nowMs);
    pen.rect(x + 1, y - 2.5, 5, 5, inks.ground);
    pen.rect(x + 2, y - 1.5, 3, 3, inks.accent);
  }
}

function drawAxis(pen: Pen, { window }: Scene, scale: Scale, width: number, inks: Inks): void {
  for (const atMs of ticksOf(window.fromMs, window.untilMs, Math.max(2, Math.floor(width / 90)))) {
    const x = scale.xOf(atMs);
    pen.rect(x, 0, 1, scale.plotPx, inks.muted, 0.25);
    if (x > 24 && x < width - 24) pen.text(x, scale.plotPx + 12, clockTime(atMs), inks.muted, 'middle');
  }
}
