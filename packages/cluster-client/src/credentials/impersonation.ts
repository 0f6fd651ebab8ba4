import type { Impersonation } from '../kubeconfig/config.ts';

/** Headers by name; of several values each is a line of its own. */
export type Headers = Readonly<Record<string, string | string[]>>;

/** The headers by which somebody acts as somebody else; none where no user is named. */
export function impersonationHeaders({ user, uid, groups, extra }: Impersonation): Headers {
  if (user === '') return {};
  return {
    'Impersonate-User': inHeader(user),
    ...(uid === '' ? {} : { 'Impersonate-Uid': inHeader(uid) }),
    ...(groups.length === 0 ? {} : { 'Impersonate-Group': groups.map(inHeader) }),
    ...Object.fromEntries(
      [...extra]
        .filter(([, values]) => values.length > 0)
        .map(([key, values]) => [`Impersonate-Extra-${escapedKey(key)}`, values.map(inHeader)]),
    ),
  };
}

/** A text as the bytes of UTF-8, which is how Go sends it: Node.js takes one byte for each character. */
export function inHeader(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Percent-encodes what a header's name can't hold, and the percent sign (client-go, headerKeyEscape). */
function escapedKey(key: string): string {
  return [...Buffer.from(key, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (/[A-Za-z0-9!#$&'*+.^_`|~-]/.test(character)) return character.toLowerCase();
      return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
