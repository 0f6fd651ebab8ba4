import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import t from 'tap';
import { decodeMessage } from '../../src/protobuf/index.ts';

/** Bytes of text and numbers: `0x0a` is field 1 with a length. */
function bytes(...parts: (string | number)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => Buffer.from(typeof part === 'string' ? part : [part])));
}

function refusalOf(definition: string, message: Uint8Array): string {
  try {
    decodeMessage(definition, message);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

t.test('an empty message is an empty object', async (t) => {
  t.strictSame(decodeMessage('V1Pod', bytes()), {});
});

t.test('messages, lists, strings and numbers', async (t) => {
  // Deployment.spec (2) with replicas (1) 300 and selector (2) with matchLabels (1) of one entry.
  const entry = bytes(0x0a, 3, 'app', 0x12, 1, 'x');
  const selector = bytes(0x0a, entry.length, entry.toString());
  const spec = Buffer.concat([bytes(0x08, 0xac, 0x02, 0x12, selector.length), selector]);
  const message = Buffer.concat([bytes(0x12, spec.length), spec]);
  t.strictSame(decodeMessage('V1Deployment', message), {
    spec: { replicas: 300, selector: { matchLabels: { app: 'x' } } },
  });
  t.strictSame(decodeMessage('V1Container', bytes(0x1a, 1, 'a', 0x1a, 0, 0x1a, 1, 'b')), {
    command: ['a', '', 'b'],
  });
});

t.test('a zero counts where Go can tell it from nothing', async (t) => {
  // replicas is a pointer, minReadySeconds (5) and paused (7) are not.
  const zeros = bytes(0x08, 0, 0x28, 0, 0x38, 0);
  t.strictSame(decodeMessage('V1DeploymentSpec', zeros), { replicas: 0 });
  t.strictSame(decodeMessage('V1DeploymentSpec', bytes(0x28, 3, 0x28, 0)), {}, 'of two the last counts');
  // Container: name (1) has no omitempty, image (2) has.
  t.strictSame(decodeMessage('V1Container', bytes(0x0a, 0, 0x12, 0)), { name: '' });
  t.strictSame(decodeMessage('V1PodSpec', bytes(0x20, 0, 0x58, 0)), { terminationGracePeriodSeconds: 0 });
  t.strictSame(decodeMessage('V1SecurityContext', bytes(0x20, 0, 0x28, 0)), {
    runAsUser: 0,
    runAsNonRoot: false,
  });
});

t.test('empty messages stay', async (t) => {
  t.strictSame(decodeMessage('V1Deployment', bytes(0x1a, 0, 0x12, 2, 0x22, 0)), {
    status: {},
    spec: { strategy: {} },
  });
});

t.test('fields that JSON puts beside the others', async (t) => {
  // Volume: name (1), volumeSource (2) with emptyDir (2).
  t.strictSame(decodeMessage('V1Volume', bytes(0x0a, 1, 'v', 0x12, 2, 0x12, 0)), { name: 'v', emptyDir: {} });
});

t.test('one message in parts', async (t) => {
  const parts = bytes(0x0a, 3, 0x0a, 1, 'n', 0x0a, 3, 0x1a, 1, 's');
  t.strictSame(decodeMessage('V1Pod', parts), { metadata: { name: 'n', namespace: 's' } });
});

t.test('times', async (t) => {
  const at = (seconds: number | bigint, nanos: number): Uint8Array => {
    const time = new BinaryWriter()
      .tag(1, WireType.Varint)
      .int64(seconds)
      .tag(2, WireType.Varint)
      .int32(nanos);
    return new BinaryWriter().tag(8, WireType.LengthDelimited).bytes(time.finish()).finish();
  };
  t.strictSame(decodeMessage('V1ObjectMeta', at(1_700_000_000, 999_999_999)), {
    creationTimestamp: '2023-11-14T22:13:20Z',
  });
  t.strictSame(decodeMessage('V1ObjectMeta', bytes(0x42, 0)), {}, "Go's zero is empty");
  t.strictSame(
    decodeMessage('V1ObjectMeta', at(-62_135_596_800, 0)),
    {},
    'and the first second of the year 1',
  );
  t.match(refusalOf('V1ObjectMeta', at(2n ** 62n, 0)), /year outside of range/);

  const micro = (nanos: number): unknown =>
    decodeMessage('CoreV1EventSeries', Buffer.concat([bytes(0x12), at(1_700_000_000, nanos).subarray(1)]))[
      'lastObservedTime'
    ];
  t.equal(micro(1_999), '2023-11-14T22:13:20.000001Z');
  t.equal(micro(1_500_000_000), '2023-11-14T22:13:21.500000Z');
  t.equal(micro(-1_000), '2023-11-14T22:13:19.999999Z');
});

t.test('quantities, numbers or strings, bytes, JSON', async (t) => {
  const limits = bytes(0x0a, 10, 0x0a, 3, 'cpu', 0x12, 3, 0x0a, 1, '2', 0x0a, 5, 0x0a, 3, 'mem');
  t.strictSame(decodeMessage('V1ResourceRequirements', limits), { limits: { cpu: '2', mem: '0' } });
  t.strictSame(decodeMessage('V1ServicePort', bytes(0x22, 4, 0x08, 0, 0x10, 80)), { targetPort: 80 });
  t.strictSame(decodeMessage('V1ServicePort', bytes(0x22, 7, 0x08, 1, 0x10, 0, 0x1a, 1, 'p')), {
    targetPort: 'p',
  });
  t.equal(refusalOf('V1ServicePort', bytes(0x22, 2, 0x08, 2)), 'impossible IntOrString.Type');
  t.strictSame(decodeMessage('V1ConfigMap', bytes(0x1a, 8, 0x0a, 1, 'k', 0x12, 3, 0, 0xff, 1)), {
    binaryData: { k: 'AP8B' },
  });
  t.strictSame(decodeMessage('V1ManagedFieldsEntry', bytes(0x3a, 12, 0x0a, 10, '{"f:a":{}}')), {
    fieldsV1: { 'f:a': {} },
  });
  t.match(refusalOf('V1ManagedFieldsEntry', bytes(0x3a, 3, 0x0a, 1, '{')), /JSON/);
});

t.test('keys of maps are any text', async (t) => {
  const { data } = decodeMessage('V1ConfigMap', bytes(0x12, 14, 0x0a, 9, '__proto__', 0x12, 1, 'x'));
  t.strictSame(Object.entries(data as object), [['__proto__', 'x']]);
  t.equal(Object.getPrototypeOf(data), Object.prototype);
  t.strictSame(decodeMessage('V1ConfigMap', bytes(0x12, 0)), { data: { '': '' } });
});

t.test('lists of numbers, one by one or packed', async (t) => {
  t.strictSame(decodeMessage('V1PodSecurityContext', bytes(0x20, 1, 0x20, 2)), {
    supplementalGroups: [1, 2],
  });
  t.strictSame(decodeMessage('V1PodSecurityContext', bytes(0x22, 3, 1, 0xac, 2)), {
    supplementalGroups: [1, 300],
  });
});

t.test('numbers at the ends of their ranges', async (t) => {
  const spec = (value: number): Uint8Array =>
    new BinaryWriter().tag(1, WireType.Varint).int32(value).finish();
  for (const value of [-(2 ** 31), -1, 2 ** 31 - 1])
    t.strictSame(decodeMessage('V1DeploymentSpec', spec(value)), { replicas: value });
  const grace = new BinaryWriter()
    .tag(4, WireType.Varint)
    .int64(-(2 ** 53))
    .finish();
  t.strictSame(decodeMessage('V1PodSpec', grace), { terminationGracePeriodSeconds: -(2 ** 53) });
});

t.test('what is no such message', async (t) => {
  t.equal(refusalOf('V1DeploymentSpec', bytes(0x0a, 0)), 'proto: wrong wireType = 2 for field Replicas');
  t.equal(refusalOf('V1Pod', bytes(0x08, 1)), 'proto: wrong wireType = 0 for field Metadata');
  t.equal(refusalOf('V1Pod', bytes(0x0a, 9, 'x')), 'unexpected EOF');
  t.equal(refusalOf('V1DeploymentSpec', bytes(0x08)), 'unexpected EOF');
  t.match(refusalOf('V1DeploymentSpec', bytes(0x08, ...Array<number>(11).fill(0xff))), /^proto: /);
  t.match(refusalOf('V1Pod', bytes(0x00)), /^proto: illegal tag/);
  t.match(refusalOf('V1Pod', bytes(0x0c)), /^proto: wrong wireType = 4/, 'an end without its group');
  t.match(refusalOf('V1Pod', bytes(...Array<number>(50).fill(0xf3))), /^(proto: |unexpected EOF)/);
  const nested = new BinaryWriter();
  for (let depth = 0; depth < 5000; depth += 1) nested.tag(99, WireType.StartGroup);
  t.match(refusalOf('V1Pod', nested.finish()), /recursion/);
});
