import { readFile } from 'node:fs/promises';
import t from 'tap';
import { decodeObject } from '../../src/decoding/decode-object.ts';
import { definitionFor } from '../../src/schema/index.ts';

/** Random objects, a line each, in both forms in which the encoders of Kubernetes 1.20 write them. */
const FILE = new URL('encoded-by-kubernetes.jsonl', import.meta.url);

type Line = { json: Record<string, unknown> & { apiVersion: string; kind: string }; protobuf: string };

t.test('what Kubernetes writes is read as the same object in either form', async (t) => {
  const lines = (await readFile(FILE, 'utf8')).trimEnd().split('\n');
  const kinds = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const { json, protobuf } = JSON.parse(line) as Line;
    const { apiVersion, kind } = json;
    const definition = definitionFor(apiVersion, kind) ?? '';
    // Some fields are no more: told of in JSON, passed over in protobuf.
    const read = (body: Buffer, type: string): unknown =>
      decodeObject(body, type, definition, { apiVersion, kind }, 'Ignore').object;
    t.strictSame(
      read(Buffer.from(protobuf, 'base64'), 'application/vnd.kubernetes.protobuf'),
      read(Buffer.from(JSON.stringify(json)), 'application/json'),
      `${kind} in line ${index + 1}`,
    );
    kinds.add(kind);
  }
  t.ok(kinds.size >= 12, 'all kinds are there');
});
