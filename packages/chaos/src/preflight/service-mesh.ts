import type { V1Pod } from '@kubernetes/client-node';
import type { Target } from '../targets/target.ts';
import { countHaving, type Finding } from './check.ts';

/** How the sidecars of each mesh are known: by the names of their containers, or by annotations. */
const MESHES: readonly Readonly<{ mesh: string; containers: RegExp; annotations: RegExp }>[] = [
  {
    mesh: 'Istio',
    containers: /^istio-(proxy|init|validation)$/,
    annotations: /^sidecar\.istio\.io\/status$/,
  },
  { mesh: 'Linkerd', containers: /^linkerd-(proxy|init)$/, annotations: /^linkerd\.io\/proxy-version$/ },
  { mesh: 'Kuma', containers: /^kuma-(sidecar|init)$/, annotations: /^kuma\.io\/sidecar-injected$/ },
  {
    mesh: 'Consul',
    containers: /^consul-(dataplane|connect-inject-init)$/,
    annotations: /^consul\.hashicorp\.com\/connect-inject-status$/,
  },
  { mesh: 'Envoy', containers: /(^|-)envoy(-|$)/, annotations: /^$/ },
];

/** The mesh whose sidecar a pod has; undefined where none is known. */
export function meshOf({ metadata, spec }: V1Pod): string | undefined {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ name }) => name);
  const annotations = Object.keys(metadata?.annotations ?? {});
  return MESHES.find(
    (each) =>
      containers.some((name) => each.containers.test(name)) ||
      annotations.some((key) => each.annotations.test(key)),
  )?.mesh;
}

/** Warns where traffic goes through a sidecar: then addresses and ports on the wire are not those of the program. */
export function checkServiceMesh(targets: readonly Target[]): Finding[] {
  const check = 'service-mesh';
  const counts = new Map<string, number>();
  for (const { pod } of targets) {
    const mesh = meshOf(pod);
    if (mesh !== undefined) counts.set(mesh, (counts.get(mesh) ?? 0) + 1);
  }
  if (counts.size === 0)
    return [{ check, answer: 'yes', why: 'no sidecar of a service mesh is known in them' }];
  return [...counts].map(([mesh, count]) => ({
    check,
    answer: 'warning',
    why:
      `${countHaving(count, targets.length)} a sidecar of ${mesh}: REDIRECT rules send traffic through it, so that it passes ` +
      `lo and the ports of the sidecar, and what it retries hides a fault`,
  }));
}
