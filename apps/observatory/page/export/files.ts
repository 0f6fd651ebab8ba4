import { passedOn, snapshotOf } from '@pod-contagion/observatory/snapshots';
import type { Model } from '@pod-contagion/observatory';
import { contactsCsv, linelistCsv } from './linelist-and-contacts.ts';
import { countsCsv } from './counts-csv.ts';
import { infectionsCsv } from './infections-csv.ts';
import { newickOf } from './newick.ts';
import { recordingOf } from './recording-of-model.ts';

/** A file that can be saved: what it is called, what is in it, and its text in pieces. */
export type DataFile = Readonly<{
  name: string;
  type: string;
  text: string;
  isCompressed?: boolean;
  parts: (model: Model) => Iterable<string>;
}>;

const CSV = 'text/csv;charset=utf-8';

/** All files that are made of what the page knows, but for pictures and estimates. */
export const DATA_FILES: readonly DataFile[] = [
  { name: 'infections.csv', type: CSV, text: 'every infection, a line each', parts: infectionsCsv },
  { name: 'counts.csv', type: CSV, text: 'how many pods were what, over time', parts: countsCsv },
  {
    name: 'everything.json',
    type: 'application/json',
    text: 'all that the page knows, as api/state tells it, but for the path of a kubeconfig',
    parts: everythingOf,
  },
  {
    name: 'tree.nwk',
    type: 'text/plain;charset=utf-8',
    text: 'who infected whom, in Newick’s format; branches in seconds',
    parts: (model) => [newickOf(model.infections)],
  },
  { name: 'linelist.csv', type: CSV, text: 'cases, for epicontacts and outbreaker2', parts: linelistCsv },
  { name: 'contacts.csv', type: CSV, text: 'from whom to whom, for epicontacts', parts: contactsCsv },
  {
    name: 'recording.ndjson.gz',
    type: 'application/gzip',
    text: 'what was followed, to be dropped onto this page or replayed',
    isCompressed: true,
    parts: linesOfRecording,
  },
];

function everythingOf(model: Model): string[] {
  const snapshot = snapshotOf(model, { points: Infinity });
  return [JSON.stringify({ ...snapshot, source: passedOn(snapshot.source) })];
}

function* linesOfRecording(model: Model): Generator<string, void, undefined> {
  for (const line of recordingOf(model)) yield `${JSON.stringify(line)}\n`;
}
