/** An object of the API as far as this app looks at all of them alike. */
export type KubeObject = {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [field: string]: unknown;
  };
  [field: string]: unknown;
};

/** A container of a manifest, as far as it is read or changed here. */
export type ManifestContainer = {
  name: string;
  image?: string;
  args?: string[];
  env?: { name: string; value?: string; [field: string]: unknown }[];
  [field: string]: unknown;
};

type WithPodSpec = {
  spec?: {
    containers?: ManifestContainer[];
    initContainers?: ManifestContainer[];
    template?: { spec?: { containers?: ManifestContainer[]; initContainers?: ManifestContainer[] } };
  };
};

/** The containers of a Pod, or of the pods that an object makes; none where it makes none. */
export function containersOf(object: KubeObject): readonly ManifestContainer[] {
  const { spec } = object as WithPodSpec;
  const podSpec = object.kind === 'Pod' ? spec : spec?.template?.spec;
  return podSpec?.containers ?? [];
}

/** `Deployment generic`: how messages name an object. */
export function nameOf(object: KubeObject): string {
  return `${object.kind} ${object.metadata.name}`;
}
