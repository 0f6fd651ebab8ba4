import fc from 'fast-check';
import t from 'tap';
import { createRedactor } from '../../src/values/redact.ts';

t.test('a secret is hidden in every form that it may take', async (t) => {
  const secret = 'p@ss "word"/+\\$.*';
  const { text, json } = createRedactor({
    group: { a: secret, deep: { b: ['other-one'] }, pin: 12345, no: 1 },
  });
  for (const form of [
    secret,
    JSON.stringify(secret),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    `https://user:${encodeURIComponent(secret)}@host/?t=other-one`,
  ]) {
    const shown = text(`before ${form} after`);
    t.notMatch(shown, 'word');
    t.match(shown, '***');
    t.match(shown, /^before .* after$/s);
  }
  t.same(json({ [secret]: [12345, 1, 'other-one!', null, true] }), {
    '***': ['***', '***', '***!', null, true],
  });
});

t.test('a short secret is hidden where it is the whole', async (t) => {
  const { text } = createRedactor({ g: { pin: 'ab' } });
  t.equal(text('ab'), '***');
  t.equal(text('able'), 'able');
});

t.test('the longer of two goes first', async (t) => {
  const { text } = createRedactor({ g: { a: 'secret', b: 'secret-and-more' } });
  t.equal(text('secret-and-more'), '***');
});

t.test('no secret of four characters or more comes through, wherever it stands', async () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
      fc.pre(!'***'.includes(secret) && secret.trim() !== '');
      const { json } = createRedactor({ g: { secret } });
      const shown = json({ a: [before + secret + after] });
      // What stands around it may make another one together with the mark.
      return !(shown.a[0] ?? '').includes(secret) || (before + after).includes(secret.slice(0, 1));
    }),
  );
});
