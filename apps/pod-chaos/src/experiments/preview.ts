import {
  ChaosError,
  lookForTargets,
  type Selection,
  type Target,
  type TargetOptions,
} from '@pod-contagion/chaos';
import type { Preview } from '@pod-contagion/experiments';
import { whoIsRefused, type Choice } from '../session/choose.ts';
import { passedOverText, refusedText } from '../texts/selection.ts';
import { inNamespaces, type ActionPlace } from './place.ts';

/** Looks whom an action would hit as things are now, whom it passes over, and who would be refused, as a command's dry run does. */
export async function previewTargets(
  place: ActionPlace,
  targets: TargetOptions,
  refuse: Choice['refuse'],
  signal: AbortSignal,
): Promise<Preview> {
  const kube = await place.connect();
  const selection = await lookForTargets(kube, inNamespaces(kube, targets), { signal });
  return foreseen(() => {
    const refused = whoIsRefused(selection, refuse);
    return {
      lines: selectionLines(selection, refused),
      isRefused: selection.chosen.length === 0 || refused.size > 0,
    };
  });
}

/** What is foreseen; what is refused as a whole is a part of it. */
export async function foreseen(look: () => Preview | Promise<Preview>): Promise<Preview> {
  try {
    return await look();
  } catch (error) {
    if (!isForeseen(error)) throw error;
    return { lines: [`would be refused: ${error.code}: ${error.message}`], isRefused: true };
  }
}

/** Whether an error says something about the targets, and not that nobody could look. */
export function isForeseen(error: unknown): error is ChaosError {
  return error instanceof ChaosError && FORESEEN.has(error.code);
}

const FORESEEN: ReadonlySet<ChaosError['code']> = new Set([
  'CHAOS_REFUSED',
  'CHAOS_NO_TARGET',
  'CHAOS_NO_KUBE_PROXY',
]);

function selectionLines(
  { chosen, qualifying, passedOver, seed }: Selection,
  refused: ReadonlyMap<Target, ChaosError>,
): readonly string[] {
  const hit = chosen.filter((target) => !refused.has(target));
  const pods = hit.map(({ namespace, name }) => `${namespace}/${name}`).join(', ');
  return [
    `would hit ${hit.length} of ${qualifying} that qualify (seed ${seed})${pods === '' ? '' : `: ${pods}`}`,
    ...[...refused].map(([target, error]) => refusedText(target, error)),
    ...passedOver.map(passedOverText),
  ];
}
