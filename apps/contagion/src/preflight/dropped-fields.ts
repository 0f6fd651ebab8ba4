import { isRecord, own } from '@pod-contagion/notations';

/**
 * The fields of an object that a server did not keep, as paths such as `spec.containers[0].restartPolicyRules`: the highest of each
 * that is gone. Values are not compared, as a server writes some of them its own way (`1024Mi` as `1Gi`), nor is what it added.
 */
export function droppedFields(sent: unknown, kept: unknown, path = ''): readonly string[] {
  if (Array.isArray(sent)) {
    if (!Array.isArray(kept)) return [path];
    return sent.flatMap((item, index) => droppedFields(item, kept[index], `${path}[${index}]`));
  }
  if (!isRecord(sent)) return kept === undefined && sent !== null ? [path] : [];
  if (!isRecord(kept)) return Object.keys(sent).length === 0 ? [] : [path];
  return Object.entries(sent).flatMap(([name, value]) =>
    isEmpty(value) ? [] : droppedFields(value, own(kept, name), path === '' ? name : `${path}.${name}`),
  );
}

/** Whether nothing is meant by a value: a server may leave it out. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}
