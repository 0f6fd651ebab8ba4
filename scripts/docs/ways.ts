/** What was measured of contagions that live on, beside what simulations of the same say, as a table in Markdown. */
import { readLooks, RUNS, simulateWay, WAYS, type Way } from '../findings/ways.ts';
import { table } from './table.ts';

const HEAD = [
  'way',
  'podders, symptoms after',
  'followed for',
  'infections',
  `simulated, 5 to 95 % of ${RUNS} runs`,
  'a second',
  'generations',
  'most restarts',
  'parents not known',
];

/** A row for each recording. */
export async function ways(): Promise<string> {
  return table(HEAD, await Promise.all(WAYS.map(rowOf)));
}

async function rowOf(way: Way): Promise<readonly string[]> {
  const looks = readLooks(way.name);
  const { infections, settings } = await simulateWay(way, looks);
  const [low, , high] = infections.map((band) => band.at(-1) ?? 0);
  const last = looks.at(-1)!;
  return [
    way.title,
    `${settings.pods}, ${(settings.symptomDelayMs ?? 0) / 1_000} s`,
    `${Math.round(last.seconds / 60)} min`,
    String(last.infections),
    `${Math.round(low ?? 0)} to ${Math.round(high ?? 0)}`,
    (last.infections / last.seconds).toFixed(2),
    String(last.generations),
    way.folder === 'overlays/replace' ? 'replaced' : String(last.mostRestarts),
    String(last.unknownParents),
  ];
}
