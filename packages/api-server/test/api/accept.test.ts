import fc from 'fast-check';
import t from 'tap';
import { mediaRanges, negotiate } from '../../src/api/accept.ts';
import { ApiError } from '../../src/machinery/api-error.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

t.test('what kubectl and others send', async (t) => {
  t.strictSame(negotiate(undefined), { as: 'object', metaVersion: 'v1' });
  t.strictSame(negotiate('*/*'), { as: 'object', metaVersion: 'v1' });
  t.strictSame(negotiate(`${TABLE},application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json`), {
    as: 'table',
    metaVersion: 'v1',
  });
  t.equal(
    negotiate(
      'application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json',
    ).as,
    'metadata-list',
  );
  t.equal(negotiate('application/vnd.kubernetes.protobuf, application/json').as, 'object');
  t.equal(negotiate(`application/json;q=0.5,${TABLE};q=0.9`).as, 'table', 'the greater quality wins');
});

t.test('what cannot be given', async (t) => {
  for (const accept of [
    'application/vnd.kubernetes.protobuf',
    'text/html',
    'application/json;q=0',
    'application/json;as=Table;v=v2;g=meta.k8s.io',
    'application/json;as=Table;v=v1;g=other',
    'application/json;as=constructor;v=v1;g=meta.k8s.io',
  ]) {
    t.throws(() => negotiate(accept), { message: /^only the following media types are accepted/ }, accept);
  }
});

t.test('any header gives a form or a 406', async () => {
  fc.assert(
    fc.property(fc.string(), (accept) => {
      try {
        negotiate(accept);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
      }
      return mediaRanges(accept).every(({ type }) => type !== '');
    }),
  );
});
