import fc from 'fast-check';

const NAMES = ['a', 'b', 'c', 'd'];
const PORTS = [80, 81, 82];
const name = fc.constantFrom(...NAMES);
const port = fc.constantFrom(...PORTS);
const text = fc.constantFrom('1', '2');

type Fields = Record<string, fc.Arbitrary<unknown>>;
type Loose = Record<string, unknown>;

const some = (fields: Fields, ...requiredKeys: string[]): fc.Arbitrary<Loose> =>
  fc.record(fields, { requiredKeys, noNullPrototype: true });

const byKey = (item: fc.Arbitrary<Loose>, key: string): fc.Arbitrary<Loose[]> =>
  fc.uniqueArray(item, { selector: (value) => value[key], maxLength: 3 });

/** Objects of the kind Pod with a few names only, so that patches meet what they are for. */
export const pods: fc.Arbitrary<Loose> = some(
  {
    metadata: some(
      {
        name: fc.constant('p'),
        labels: fc.dictionary(name, text, { maxKeys: 3 }),
        finalizers: fc.uniqueArray(name, { maxLength: 3 }),
      },
      'name',
    ),
    spec: some({
      containers: byKey(
        some(
          {
            name,
            image: text,
            env: byKey(some({ name, value: text }, 'name'), 'name'),
            command: fc.array(text, { maxLength: 2 }),
            ports: byKey(some({ containerPort: port, name: text }, 'containerPort'), 'containerPort'),
            resources: some({ limits: fc.dictionary(name, text, { maxKeys: 2 }) }),
          },
          'name',
        ),
        'name',
      ),
      volumes: byKey(
        some({ name, emptyDir: some({ medium: text }), hostPath: some({ path: text }) }, 'name'),
        'name',
      ),
      nodeSelector: fc.dictionary(name, text, { maxKeys: 2 }),
      tolerations: fc.array(some({ key: text }), { maxLength: 2 }),
    }),
  },
  'metadata',
).map((pod) => Object.assign({ apiVersion: 'v1', kind: 'Pod' }, pod));

const orNull = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });

const nowAndThen = <T>(value: fc.Arbitrary<T>, change: (value: T) => T): fc.Arbitrary<T> =>
  fc
    .tuple(value, fc.integer({ min: 0, max: 7 }))
    .map(([given, dice]) => (dice === 0 ? change(given) : given));

const listPatch = (item: fc.Arbitrary<Loose>, key: string): fc.Arbitrary<Loose[]> =>
  nowAndThen(byKey(item, key), (list) => [...list, { $patch: 'replace' }]);

const itemPatch = (item: fc.Arbitrary<Loose>, key: string): fc.Arbitrary<Loose> =>
  nowAndThen(item, (value) => ({ [key]: value[key], $patch: 'delete' }));

const objectPatch = (object: fc.Arbitrary<Loose>): fc.Arbitrary<Loose> =>
  nowAndThen(
    nowAndThen(object, (value) => ({ ...value, $patch: 'replace' })),
    (value) => ({ ...value, $patch: 'delete' }),
  );

/** Adds `$setElementOrder` for a list: of its items and of others that may be there. */
function ordered(object: fc.Arbitrary<Loose>, field: string, key?: string): fc.Arbitrary<Loose> {
  const others = fc.shuffledSubarray<string | number>(key === 'containerPort' ? PORTS : NAMES);
  return fc.tuple(object, others, fc.boolean(), fc.boolean()).map(([value, extra, sets, first]) => {
    const list = value[field] ?? [];
    if (!sets || !Array.isArray(list)) return value;
    const own = (list as unknown[])
      .filter((item) => key === undefined || (item as Loose)['$patch'] === undefined)
      .map((item) => (key === undefined ? item : (item as Loose)[key]));
    const added = extra.filter((item) => !own.includes(item));
    const order = first ? [...added, ...own] : [...own, ...added];
    const items = order.map((item) => (key === undefined ? item : { [key]: item }));
    return Object.assign({}, value, { [`$setElementOrder/${field}`]: items });
  });
}

const container = some(
  {
    name,
    image: orNull(text),
    env: orNull(listPatch(itemPatch(some({ name, value: orNull(text) }, 'name'), 'name'), 'name')),
    command: orNull(fc.array(text, { maxLength: 2 })),
    ports: orNull(
      listPatch(
        itemPatch(some({ containerPort: port, name: text }, 'containerPort'), 'containerPort'),
        'containerPort',
      ),
    ),
    resources: objectPatch(some({ limits: orNull(fc.dictionary(name, orNull(text), { maxKeys: 2 })) })),
  },
  'name',
);

const volume = nowAndThen(
  some(
    { name, emptyDir: orNull(some({ medium: orNull(text) })), hostPath: orNull(some({ path: text })) },
    'name',
  ),
  (value) => ({ ...value, $retainKeys: Object.keys(value) }),
);

const finalizers = fc.oneof(
  // Not both of them: Go takes them in no particular order.
  some({ finalizers: orNull(fc.uniqueArray(name, { maxLength: 3 })) }),
  some({ '$deleteFromPrimitiveList/finalizers': fc.uniqueArray(name, { maxLength: 2 }) }),
);

const metadata = fc
  .tuple(
    ordered(finalizers, 'finalizers'),
    some({ labels: orNull(fc.dictionary(name, orNull(text), { maxKeys: 2 })) }),
  )
  .map(([lists, rest]) => Object.assign({}, lists, rest));

const spec = some({
  containers: listPatch(
    itemPatch(ordered(ordered(container, 'env', 'name'), 'ports', 'containerPort'), 'name'),
    'name',
  ),
  volumes: orNull(listPatch(itemPatch(volume, 'name'), 'name')),
  nodeSelector: objectPatch(fc.dictionary(name, orNull(text), { maxKeys: 2 })),
  tolerations: orNull(fc.array(some({ key: text }), { maxLength: 2 })),
});

/** Strategic merge patches for such Pods, with all directives there are. */
export const podPatches: fc.Arbitrary<Loose> = some({
  metadata,
  spec: objectPatch(ordered(ordered(spec, 'containers', 'name'), 'volumes', 'name')),
});
