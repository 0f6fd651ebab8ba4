import { ageOf } from '../machinery/durations.ts';
import { invalid, type FieldError } from '../machinery/field-error.ts';
import type { KubeEvent } from '../machinery/objects.ts';
import { textColumn, wideColumn } from './columns.ts';
import { defineKind, type Kind } from '../registry/kind.ts';

/** Events. Source of its rules: pkg/registry/core/event/strategy.go. */
export const eventKind: Kind = defineKind<KubeEvent>({
  group: '',
  version: 'v1',
  kind: 'Event',
  resource: 'events',
  singular: 'event',
  shortNames: ['ev'],
  categories: [],
  namespaced: true,
  definition: 'CoreV1Event',
  hasGeneration: false,
  hasStatus: false,
  nameRule: 'dns-subdomain',
  applyDefaults: (event) => {
    // Go's decoding makes both out of nothing.
    event.involvedObject ??= {};
    event.source ??= {};
    event.reportingComponent ??= '';
    event.reportingInstance ??= '';
  },
  validate,
  columns: [
    textColumn('Last Seen', 'Time since it happened last.', lastSeen),
    textColumn('Type', 'Normal or Warning.', ({ type }) => type ?? ''),
    textColumn('Reason', 'What happened, in a word.', ({ reason }) => reason ?? ''),
    textColumn('Object', 'What it happened to.', ({ involvedObject: { kind = '', name } }) =>
      name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase(),
    ),
    wideColumn('Subobject', 'Which part of that.', ({ involvedObject }) => involvedObject.fieldPath ?? ''),
    wideColumn('Source', 'Who reported it.', shownSource),
    textColumn('Message', 'What happened, in a sentence.', ({ message }) => (message ?? '').trim()),
    wideColumn('First Seen', 'Time since it happened first.', firstSeen),
    wideColumn('Count', 'How often it happened.', ({ count, series }) =>
      String(series?.count ?? (count || 1)),
    ),
    {
      ...wideColumn('Name', 'Name of the event.', ({ metadata }: KubeEvent) => metadata.name ?? ''),
      format: 'name',
    },
  ],
  selectableFields: ({ involvedObject, reason, type, source, reportingComponent }) => ({
    'involvedObject.kind': involvedObject.kind ?? '',
    'involvedObject.namespace': involvedObject.namespace ?? '',
    'involvedObject.name': involvedObject.name ?? '',
    'involvedObject.uid': involvedObject.uid ?? '',
    'involvedObject.apiVersion': involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': involvedObject.fieldPath ?? '',
    reason: reason ?? '',
    reportingComponent: reportingComponent ?? '',
    source: source?.component || reportingComponent || '',
    type: type ?? '',
  }),
});

/** Source: pkg/apis/core/validation/events.go (`legacyValidateEvent`). */
function validate({ metadata, involvedObject }: KubeEvent): FieldError[] {
  const field = 'involvedObject.namespace';
  const namespace = involvedObject?.namespace ?? '';
  const own = metadata.namespace ?? '';
  // What has no namespace is told of in that of the default.
  const isRight = namespace === '' ? own === 'default' || own === 'kube-system' : namespace === own;
  return isRight ? [] : [invalid(field, namespace, 'does not match event.namespace')];
}

/** Source: pkg/printers/internalversion/printers.go (`printEvent`), as below. */
function firstSeen(event: KubeEvent, nowMs: number): string {
  return ageOf(event.firstTimestamp || event.eventTime, nowMs);
}

function lastSeen(event: KubeEvent, nowMs: number): string {
  if (event.series) return ageOf(event.series.lastObservedTime, nowMs);
  return event.lastTimestamp ? ageOf(event.lastTimestamp, nowMs) : firstSeen(event, nowMs);
}

function shownSource({ source, reportingComponent, reportingInstance }: KubeEvent): string {
  const component = source?.component || reportingComponent || '';
  const instance = source?.host || reportingInstance || '';
  return instance === '' ? component : `${component}, ${instance}`;
}
