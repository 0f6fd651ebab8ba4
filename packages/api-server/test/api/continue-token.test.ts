import fc from 'fast-check';
import t from 'tap';
import { ApiError } from '../../src/machinery/api-error.ts';
import { decodeContinue, encodeContinue } from '../../src/api/continue-token.ts';

const name = fc.stringMatching(/^[a-z0-9.-]{0,20}$/);

t.test('a token says what was put into it', async () => {
  fc.assert(
    fc.property(fc.constantFrom(-1, 1, 99_999), name, name, (revision, namespace, object) => {
      const token = { revision, after: [namespace, object] as const };
      return JSON.stringify(decodeContinue(encodeContinue(token))) === JSON.stringify(token);
    }),
  );
});

t.test('what is no token is a 400', async (t) => {
  const isRefused = (text: string): boolean => {
    try {
      decodeContinue(text);
    } catch (error) {
      return error instanceof ApiError && error.status.code === 400;
    }
    return false;
  };
  fc.assert(fc.property(fc.string(), isRefused));
  fc.assert(
    fc.property(fc.jsonValue(), (value) =>
      isRefused(Buffer.from(JSON.stringify(value)).toString('base64url')),
    ),
  );
  const like = { v: 'meta.k8s.io/v1', rv: 5, start: 'a/b' };
  for (const wrong of [
    { v: 'v0' },
    { rv: 0 },
    { rv: '5' },
    { rv: -2 },
    { rv: 1.5 },
    { start: 'a' },
    { start: 1 },
  ]) {
    t.ok(
      isRefused(Buffer.from(JSON.stringify({ ...like, ...wrong })).toString('base64url')),
      JSON.stringify(wrong),
    );
  }
});
