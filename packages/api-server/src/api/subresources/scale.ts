import type { Kind } from '../../registry/kind.ts';
import { invalid } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/objects.ts';
import { jsonAnswer, type Answer } from '../answer.ts';
import { conflict, invalidObject, noSuchPath } from '../../machinery/api-error.ts';
import { checkName, receive, type Expected } from '../body-object.ts';
import type { ApiContext } from '../context.ts';
import { dryRunOf, fieldValidationOf } from '../query.ts';
import { receivePatch } from '../receive-patch.ts';
import { toJson } from '../represent.ts';
import type { ApiRequest } from '../request.ts';
import type { Verb } from '../verbs/verb.ts';
import type { Subresource } from './subresource.ts';

/** How many replicas are wanted and are there, in one form for all kinds. Source: autoscaling/v1/types.go. */
type Scale = KubeObject & { spec?: { replicas?: number }; status: { replicas: number; selector: string } };

const EXPECTED: Expected = { definition: 'V1Scale', apiVersion: 'autoscaling/v1', kind: 'Scale' };

const read: Verb = ({ registry }, request) => {
  const { kind, resource, namespace, name } = request;
  return answer(request, scaleOf(kind, registry.get(resource, namespace, name)));
};

const replace: Verb = async (context, request) => {
  const dryRun = dryRunOf(request.query, 'UpdateOptions');
  const { object, warnings } = await receive(
    request,
    EXPECTED,
    fieldValidationOf(request.query, 'UpdateOptions'),
  );
  checkName(object, request);
  return write(context, request, dryRun, () => ({ object, warnings }));
};

const patch: Verb = async (context, request) => {
  const dryRun = dryRunOf(request.query, 'PatchOptions');
  const apply = await receivePatch(request, EXPECTED);
  return write(context, request, dryRun, apply);
};

/** `spec.replicas` of the objects that have one. Source: pkg/registry/apps/deployment/storage/storage.go (`ScaleREST`). */
export const scale: Subresource = {
  name: 'scale',
  isOf: (kind) => kind.scale !== undefined,
  methods: { GET: read, PUT: replace, PATCH: patch },
  responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  verbs: ['get', 'patch', 'update'],
};

function write(
  { registry }: ApiContext,
  request: ApiRequest,
  dryRun: boolean,
  change: (old: KubeObject) => { object: KubeObject; warnings: readonly string[] },
): Answer {
  const { kind, resource, namespace, name } = request;
  let told: readonly string[] = [];
  const scaled = registry.modify(
    resource,
    namespace,
    name,
    (draft) => {
      const { object, warnings } = change(scaleOf(kind, draft));
      told = warnings;
      const wanted = object as Scale;
      check(kind, draft, wanted);
      kind.scale?.setReplicas(draft, wanted.spec?.replicas ?? 0);
      // A copy, so that the version the client gave is compared.
      const { resourceVersion } = wanted.metadata;
      return { ...draft, metadata: { ...draft.metadata, resourceVersion } };
    },
    { dryRun, subresource: 'scale' },
  );
  return answer(request, scaleOf(kind, scaled), told);
}

function check({ group, resource }: Kind, object: KubeObject, { metadata, spec }: Scale): void {
  const name = object.metadata.name ?? '';
  const replicas = spec?.replicas ?? 0;
  if (replicas < 0) {
    throw invalidObject('autoscaling', 'Scale', name, [
      invalid('spec.replicas', replicas, 'must be greater than or equal to 0'),
    ]);
  }
  if (metadata.uid !== undefined && metadata.uid !== '' && metadata.uid !== object.metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${object.metadata.uid}`;
    throw conflict({ group, resource: `${resource}/scale` }, name, why);
  }
}

function scaleOf(kind: Kind, object: KubeObject): Scale {
  if (kind.scale === undefined) throw noSuchPath();
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  return {
    kind: 'Scale',
    apiVersion: EXPECTED.apiVersion,
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: kind.scale.specReplicas(object) },
    status: { replicas: kind.scale.statusReplicas(object), selector: kind.scale.selector(object) },
  };
}

function answer(request: ApiRequest, object: Scale, warnings: readonly string[] = []): Answer {
  return jsonAnswer(200, toJson(object, request), warnings);
}
