import fc from 'fast-check';

/**
 * Decodes a percent-encoded form byte by byte, written apart from the code under test. Undefined where Go's
 * net/url refuses it.
 */
export function decodeUrlencoded(text: string): [string, string][] | undefined {
  if (text.includes(';')) return undefined;
  const fields: [string, string][] = [];
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const [name = '', ...rest] = pair.split('=');
    const decoded = [decode(name), decode(rest.join('='))];
    if (decoded[0] === undefined || decoded[1] === undefined) return undefined;
    fields.push([decoded[0], decoded[1]]);
  }
  return fields;
}

function decode(text: string): string | undefined {
  const encoded = Buffer.from(text, 'utf8');
  const bytes: number[] = [];
  for (let index = 0; index < encoded.length; index++) {
    const byte = encoded[index] as number;
    if (byte === 0x2b) {
      bytes.push(0x20);
    } else if (byte === 0x25) {
      const digits = encoded.toString('latin1', index + 1, index + 3);
      if (digits.length < 2 || /[^0-9a-fA-F]/.test(digits)) return undefined;
      bytes.push(Number.parseInt(digits, 16));
      index += 2;
    } else {
      bytes.push(byte);
    }
  }
  return Buffer.from(bytes).toString('utf8');
}

/** What the face has to make of a form's text and a query: `infected` only where action says exactly achoo. */
export function isInfecting(body: string, query: string): boolean {
  const [inBody, inQuery] = [decodeUrlencoded(body), decodeUrlencoded(query)];
  if (inBody === undefined || inQuery === undefined) return false;
  const action = [...inBody, ...inQuery].find(([name]) => name === 'action');
  return action?.[1] === 'achoo';
}

const PIECES = [
  'action',
  'achoo',
  'action=achoo',
  '=',
  '&',
  '&',
  '%',
  '%61',
  '%6',
  '+',
  ';',
  '?',
  '#',
  '%EF%BB%BF',
];

/** Text that is often nearly a sneeze. */
export const nearlySneezes: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 3 })), {
    maxLength: 8,
  })
  .map((pieces) => pieces.join(''));

/** Bytes for a percent-encoded form: any, or text that is often nearly a sneeze. */
export const urlencodedBytes: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 3, arbitrary: nearlySneezes.map((text) => Buffer.from(text)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', '', 'x=1&', '&&', 'action=x&', 'action&', '?', '%'),
        fc.constantFrom('action=achoo', 'acti%6fn=%61choo', 'action=achoo+', 'Action=achoo', 'action=%zz'),
        fc.constantFrom('', '', '&', '&x=%zz', '&x=1', ';', '&action=x', '=', '\n', '#'),
      )
      .map((pieces) => Buffer.from(pieces.join(''))),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(nearlySneezes, fc.constantFrom('\xFF', '\0', '\n', '\uFEFF', 'ä'), nearlySneezes)
      .map((pieces) => Buffer.from(pieces.join(''), 'utf8')),
  },
);
