import { join } from 'node:path';
import { ApiServerError } from '@pod-contagion/api-server';
import { kubeletRules } from '@pod-contagion/lifecycle';
import {
  API_HOST,
  serveApi,
  apiServerHosts,
  createCertificates,
  createToken,
  type ServedApi,
  type ServeOptions,
} from '@pod-contagion/api-server/serving';
import { checkOptions } from './check-options.ts';
import type { Cluster, ClusterOptions } from './cluster-types.ts';
import type { Image } from './node/images/image.ts';
import { startControllers } from './controllers/start-controllers.ts';
import { formatKubeconfig } from './host/credentials/kubeconfig.ts';
import { openKubeconfigFile } from './host/credentials/kubeconfig-file.ts';
import { LocalClusterError, messageOf } from './errors.ts';
import { createEventRecorder } from './events/event-recorder.ts';
import { builtInImages } from './node/images/built-in.ts';
import { createKinds, createRegistry } from '@pod-contagion/api-server/registry';
import { createKubelet } from './node/kubelet/kubelet.ts';
import { systemClock, createNodePortPool } from '@pod-contagion/api-server/objects';
import { openNetwork } from './network/open-network.ts';
import { createServiceProxy } from './network/service-proxy.ts';
import { createLocalRuntime } from './node/runtime/local-runtime.ts';
import { createEmptyDirs } from './node/volumes/empty-dirs.ts';
import { cleanUpOrphans } from './clean-up.ts';
import { openState } from './host/state/state.ts';
import { createUndoStack, type UndoStack } from './undo-stack.ts';
import { own } from '@pod-contagion/notations';

/** Name of the only node. */
const NODE_NAME = 'local';

/** How long pods get to end by themselves when the cluster closes, in milliseconds. */
const CLOSE_GRACE_MS = 2_000;

/**
 * Starts a Kubernetes of one process: an API server on 127.0.0.1, controllers, a kubelet that runs pods as local processes and a
 * proxy for Services. What clusters left that were killed is ended first.
 *
 * @throws {LocalClusterError} where an option is wrong or something is missing on this machine; nothing is left then.
 * @throws {RangeError} for switches that the kubelet's version does not have.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  checkOptions(options);
  const undo = createUndoStack();
  try {
    const { kubeconfig, url } = await start(options, undo);
    return { kubeconfig, url, close: undo.unwind };
  } catch (error) {
    // What went wrong first is what to act on.
    await undo.unwind().catch((later: unknown) => options.onNotice?.(`could not undo: ${messageOf(later)}`));
    throw error;
  }
}

async function start(options: ClusterOptions, undo: UndoStack): Promise<Pick<Cluster, 'kubeconfig' | 'url'>> {
  const { onNotice = () => undefined, network: kind, port = 0 } = options;
  const rules = kubeletRules(options.kubeletVersion ?? '1.36', options.kubeletSwitches);
  const clock = systemClock;
  const random = Math.random;
  const onError = (error: unknown): void => {
    onNotice(
      `mistake of the local cluster: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  };

  const chosenFile =
    options.kubeconfigFile === undefined ? undefined : await openKubeconfigFile(options.kubeconfigFile);
  const state = await openState(options.stateFolder);
  undo.push(state.close);
  await cleanUpOrphans(state, onNotice);
  const network = await openNetwork({ kind, folder: state.folder, random, onNotice });
  undo.push(network.close);

  const { serviceAddresses, nodeIp, services } = network;
  const kinds = createKinds({ serviceAddresses, nodePorts: createNodePortPool(random) });
  const registry = createRegistry(kinds, clock, onError);
  const runtime = createLocalRuntime({ folder: state.folder, clock, clusterId: state.id });
  undo.push(() => runtime.close(CLOSE_GRACE_MS));
  const clusterIp = firstAddress(serviceAddresses.range);
  const certificates = await createCertificates({
    hosts: apiServerHosts(clusterIp),
    nowMs: clock.nowMs(),
  });
  const token = createToken();
  const apiServer = await openApiServer({
    registry,
    kinds,
    runtime,
    tls: { key: certificates.key, cert: certificates.certificate },
    token,
    port,
    random,
    onError,
  });
  undo.push(apiServer.close);

  const controllers = startControllers({
    registry,
    clock,
    random,
    onError,
    apiServer: { address: API_HOST, port: apiServer.port, clusterIp },
    caCertificate: certificates.ca,
  });
  undo.push(controllers.close);
  const file = chosenFile ?? (await openKubeconfigFile(join(state.folder, 'kubeconfig')));
  // A pod in a network namespace reaches the API server at the address of its Service alone.
  const ofPods =
    kind === 'namespace' ? await openKubeconfigFile(join(state.folder, 'kubeconfig-of-pods')) : undefined;
  const images = imagesOf(options, (ofPods ?? file).path);
  const kubelet = createKubelet({
    registry,
    runtime,
    network: network.pods,
    emptyDirs: createEmptyDirs(join(state.folder, 'volumes')),
    images: { resolve: (name) => own(images, name) },
    recorder: createEventRecorder({ registry, clock, component: 'kubelet', host: NODE_NAME, random }),
    clock,
    random,
    rules,
    nodeName: NODE_NAME,
    nodeIp,
    services,
    onError,
  });
  undo.push(kubelet.close);
  const proxy = createServiceProxy({
    registry,
    recorder: createEventRecorder({ registry, clock, component: 'service-proxy', host: NODE_NAME, random }),
    clock,
    random,
    services,
    nodeIp,
    serviceAddresses,
    onNotice,
    onError,
  });
  undo.push(proxy.close);

  const url = `https://${API_HOST}:${apiServer.port}`;
  const mark = { clusterId: state.id, owner: state.owner };
  undo.push(() => file.remove(state.id));
  await file.write(formatKubeconfig({ url, ca: certificates.ca, token, mark }));
  if (ofPods !== undefined) {
    undo.push(() => ofPods.remove(state.id));
    await ofPods.write(formatKubeconfig({ url: `https://${clusterIp}`, ca: certificates.ca, token, mark }));
  }
  return { kubeconfig: file.path, url };
}

/** Opens the API; throws PORT_IN_USE and LISTEN_FAILED where it can't be listened for. */
async function openApiServer(options: ServeOptions): Promise<ServedApi> {
  try {
    return await serveApi(options);
  } catch (error) {
    if (!(error instanceof ApiServerError)) throw error;
    const { code, message, cause } = error;
    throw new LocalClusterError(code === 'API_PORT_IN_USE' ? 'PORT_IN_USE' : 'LISTEN_FAILED', message, {
      cause,
    });
  }
}

function imagesOf({ images }: ClusterOptions, kubeconfig: string): Readonly<Record<string, Image>> {
  return { ...builtInImages(undefined, undefined, kubeconfig), ...images };
}

/** The first address of a range, which the Service `kubernetes` has. */
function firstAddress(range: string): string {
  return range.replace(/0\/\d+$/, '1');
}
