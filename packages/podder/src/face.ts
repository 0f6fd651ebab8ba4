import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EMPTY_FORM, parseMultipart, parseUrlencoded, type Form } from './form.ts';
import { readLineage, type Lineage } from './lineage.ts';
import { MAX_BODY_BYTES } from './limits.ts';
import { createRouter, PLAIN_TEXT } from './router.ts';

/** What the face says, byte for byte as the original does. */
export const FACE_ANSWERS = {
  infected: 'eww\n',
  noAction: 'Do something!\n',
  unknownAction: "I don't understand what you're doing.\n",
  notPost: 'Stop bothering me, please.',
  unreadable: 'could not parse http POST form: ',
} as const;

/** Whom the face tells when somebody sneezes at it; the lineage is read only by who is interested. */
export type FaceOwner = { sneezedOn(lineage: () => Lineage): void };

/**
 * Makes the router of a podder's face: `/face`, and `/` for those who only know the port. A POST with the field
 * `action=achoo`, in a form of either kind or in the query, is a sneeze; a field of the body goes before one
 * of the query.
 */
export function createFace(owner: FaceOwner): FastifyInstance {
  const app = createRouter({ bodyLimit: MAX_BODY_BYTES });
  // The plugin's type wants a plain record; it hands on whatever the parser returns.
  const parser = parseUrlencoded as unknown as (text: string) => Record<string, unknown>;
  app.removeAllContentTypeParsers();
  app.register(formbody, { bodyLimit: MAX_BODY_BYTES, parser });
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    (request: FastifyRequest, body: Buffer) => parseMultipart(request.headers, body),
  );
  // Any other body is read, so that the connection stays usable, and means nothing.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, EMPTY_FORM));

  app.addHttpMethod('POST', { hasBody: true, overrideExisting: true });
  const answer = (request: FastifyRequest, reply: FastifyReply): void => {
    reply.header('content-type', PLAIN_TEXT);
    reply.send(request.method === 'POST' ? answerPost(request, owner) : FACE_ANSWERS.notPost);
  };
  app.all('/face', answer);
  app.all('/', answer);
  return app;
}

function answerPost(request: FastifyRequest, owner: FaceOwner): string {
  const body = (request.body as Form | undefined) ?? EMPTY_FORM;
  if ('problem' in body) return FACE_ANSWERS.unreadable + body.problem;
  const queryAt = request.url.indexOf('?');
  const query = queryAt < 0 ? EMPTY_FORM : parseUrlencoded(request.url.slice(queryAt + 1));
  if ('problem' in query) return FACE_ANSWERS.unreadable + query.problem;

  const field = (name: string): string | undefined =>
    body.fields.get(name) ?? query.fields.get(name) ?? undefined;
  const action = field('action') ?? '';
  if (action === '') return FACE_ANSWERS.noAction;
  if (action !== 'achoo') return FACE_ANSWERS.unknownAction;
  owner.sneezedOn(() => readLineage(field));
  return FACE_ANSWERS.infected;
}
