import { controllerOf } from '../targets/owner.ts';
import type { Target } from '../targets/target.ts';
import { countHaving, type Finding } from './check.ts';

/** Warns of pods that nobody brings back once they are deleted. */
export function checkBarePods(targets: readonly Target[]): Finding[] {
  const check = 'bare-pods';
  const bare = targets.filter(({ pod }) => controllerOf(pod.metadata) === undefined).length;
  if (bare === 0) return [{ check, answer: 'yes', why: 'a controller brings each of them back' }];
  const why = `${countHaving(bare, targets.length)} no controller: gone for good once deleted`;
  return [{ check, answer: 'warning', why }];
}
