import { MAX_SHOWN } from './limits.ts';

/** A value as a message repeats it: what was got. Whatever it is, this throws nothing. */
export function shown(value: unknown): string {
  const text = typeof value === 'number' || value === undefined ? String(value) : asJson(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return typeof value;
  }
}
