import type { ServerResponse } from 'node:http';
import type { KubeObject } from '../../machinery/objects.ts';
import type { Change } from '../../registry/registry.ts';
import { negotiate } from '../accept.ts';
import { type ApiError, expired, notAcceptable, tooLargeResourceVersion } from '../../machinery/api-error.ts';
import type { ApiContext } from '../context.ts';
import { line, type EventForm, type EventType } from '../event-frames.ts';
import {
  BOOKMARK_INTERVAL_MS,
  MAX_WATCH_BACKLOG_BYTES,
  MAX_WATCH_SECONDS,
  MIN_WATCH_SECONDS,
} from '../../machinery/limits.ts';
import { listOptionsOf, type ListOptions } from '../list-options.ts';
import type { ApiRequest } from '../request.ts';
import { selectionOf } from '../selectors.ts';
import { includeObjectOf } from '../table.ts';
import { asItStoppedMatching, eventTypeOf } from '../watch-event.ts';
import type { Verb } from './verb.ts';

/** Marks the bookmark behind the first list. Source: meta/v1/types.go (`InitialEventsAnnotationKey`). */
const INITIAL_EVENTS_END = { 'k8s.io/initial-events-end': 'true' };

/**
 * Changes as they happen, from a version on, or from a list of what there is.
 *
 * Source: apiserver/pkg/endpoints/handlers/watch.go, apiserver/pkg/storage/cacher/cacher.go.
 */
export const watch: Verb = (context, request) => {
  const { query, headers, kind } = request;
  const options = listOptionsOf(query);
  const { matches } = selectionOf(kind, query);
  const { as, metaVersion } = negotiate(headers.accept);
  if (as === 'metadata-list') throw notAcceptable(['application/json']);
  const form: EventForm = { as, metaVersion, include: includeObjectOf(query) };
  context.watches.checkRoom();
  return { stream: (response) => serve(context, request, options, matches, form, response) };
};

function serve(
  { registry, frames, watches, random }: ApiContext,
  { kind, resource, namespace }: ApiRequest,
  options: ListOptions,
  matches: (object: KubeObject) => boolean,
  form: EventForm,
  response: ServerResponse,
): void {
  const { resourceVersion = 0, sendInitialEvents, bookmarks } = options;
  let isFirst = true;
  let allowedBytes = Number.POSITIVE_INFINITY;

  const write = (bytes: Buffer): void => {
    if (response.writableEnded || response.destroyed) return;
    response.write(bytes);
    // Whoever reads too slowly loses the connection, and lists anew; the alternative is to keep everything for them.
    if (response.writableLength > allowedBytes) response.destroy();
  };
  const send = (type: EventType, object: KubeObject): void => {
    write(frames.event(kind, type, object, form, isFirst));
    isFirst = false;
  };
  const deliver = (change: Change): void => {
    if (change.revision <= resourceVersion) return;
    if (namespace !== '' && (change.object.metadata.namespace ?? '') !== namespace) return;
    const type = eventTypeOf(change, matches);
    if (type === undefined) return;
    const hasStopped = type === 'DELETED' && change.type !== 'DELETED';
    send(type, hasStopped ? asItStoppedMatching(change) : change.object);
  };
  const sendBookmark = (annotations?: Record<string, string>): void =>
    write(frames.bookmark(kind, String(registry.revision()), form, annotations));

  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.flushHeaders();

  const fromList = sendInitialEvents ?? resourceVersion === 0;
  const missed = fromList || resourceVersion === 0 ? [] : registry.changesSince(resource, resourceVersion);
  const failure = refusal(registry.revision(), missed === undefined, resourceVersion, fromList);
  if (failure !== undefined) {
    response.end(line('ERROR', failure.status));
    return;
  }

  // From here to `onChange` nothing else runs: no change can be missed or sent twice.
  if (fromList) {
    for (const object of registry.list(resource, namespace === '' ? undefined : namespace)) {
      if (matches(object)) send('ADDED', object);
    }
    if (sendInitialEvents === true && bookmarks) sendBookmark(INITIAL_EVENTS_END);
  }
  for (const change of missed ?? []) deliver(change);
  allowedBytes = response.writableLength + MAX_WATCH_BACKLOG_BYTES;

  const forget = registry.onChange(resource, (change) => {
    deliver(change);
    if (change.previous !== undefined) frames.forget(change.previous);
  });
  let cancelBookmark = (): void => {};
  const bookmarkLater = (): void => {
    cancelBookmark = registry.clock.schedule(BOOKMARK_INTERVAL_MS, () => {
      sendBookmark();
      bookmarkLater();
    });
  };
  if (bookmarks) bookmarkLater();
  const cancelEnd = registry.clock.schedule(lifeSeconds(options, random) * 1000, () => response.end());
  watches.hold(response, () => {
    forget();
    cancelBookmark();
    cancelEnd();
  });
}

function refusal(
  revision: number,
  isTooOld: boolean,
  resourceVersion: number,
  fromList: boolean,
): ApiError | undefined {
  if (isTooOld) return expired(`too old resource version: ${resourceVersion} (${revision})`);
  if (fromList && resourceVersion > revision) return tooLargeResourceVersion(resourceVersion, revision);
  return undefined;
}

function lifeSeconds({ timeoutSeconds = 0 }: ListOptions, random: () => number): number {
  const seconds = timeoutSeconds > 0 ? timeoutSeconds : MIN_WATCH_SECONDS * (1 + random());
  return Math.min(seconds, MAX_WATCH_SECONDS);
}
