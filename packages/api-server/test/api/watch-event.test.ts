import t from 'tap';
import { asItStoppedMatching, eventTypeOf } from '../../src/api/watch-event.ts';
import type { Change } from '../../src/registry/registry.ts';
import { configMap } from './fixture.ts';

const sick = configMap('a', { labels: { sick: 'yes' }, resourceVersion: '5' });
const well = configMap('a', { labels: { sick: 'no' }, resourceVersion: '6' });
const isSick = ({ metadata }: { metadata: { labels?: Record<string, string> | undefined } }): boolean =>
  metadata.labels?.['sick'] === 'yes';

t.test('what a change is to a watcher', async (t) => {
  const cases: [Change['type'], typeof sick | undefined, typeof sick, string | undefined][] = [
    ['ADDED', undefined, sick, 'ADDED'],
    ['ADDED', undefined, well, undefined],
    ['MODIFIED', well, sick, 'ADDED'],
    ['MODIFIED', sick, sick, 'MODIFIED'],
    ['MODIFIED', sick, well, 'DELETED'],
    ['MODIFIED', well, well, undefined],
    ['DELETED', sick, sick, 'DELETED'],
    ['DELETED', well, well, undefined],
  ];
  for (const [type, previous, object, expected] of cases) {
    t.equal(eventTypeOf({ type, previous, object, revision: 7 }, isSick), expected);
  }
});

t.test('the last that was seen has the version of the change, and is one object for all', async (t) => {
  const change: Change = { type: 'MODIFIED', previous: sick, object: well, revision: 6 };
  const seen = asItStoppedMatching(change);
  t.match(seen.metadata, { labels: { sick: 'yes' }, resourceVersion: '6' });
  t.equal(asItStoppedMatching(change), seen);
  t.equal(sick.metadata.resourceVersion, '5', 'what is stored stays as it is');
});
