import type { Image } from './node/images/image.ts';
import type { NetworkKind } from './network/open-network.ts';
import type { KubeletSwitches, KubeletVersion } from '@pod-contagion/lifecycle';

/** How a cluster is started; all may be left out. */
export type ClusterOptions = Readonly<{
  /** Where the kubeconfig is written, mode 0600; default: `kubeconfig` in the cluster's own folder of state. */
  kubeconfigFile?: string | undefined;
  /** Port of the API server on 127.0.0.1, 0 to 65,535; default 0, any that is free. */
  port?: number | undefined;
  /**
   * `loopback`: an address per pod in 127.0.0.0/8. `mapped`: all at 127.0.0.1, each port at a free one. `namespace`: a network
   * namespace per pod; Linux, as root. Default: loopback where all of 127.0.0.0/8 is there, otherwise mapped.
   */
  network?: NetworkKind | undefined;
  /** Further images by name; they win over the built-in ones. */
  images?: Readonly<Record<string, Image>> | undefined;
  /** Which kubelet's rules are followed; default 1.36. */
  kubeletVersion?: KubeletVersion | undefined;
  kubeletSwitches?: KubeletSwitches | undefined;
  /** Folder that all clusters of a user keep their state in; default `$XDG_STATE_HOME/pod-contagion`. */
  stateFolder?: string | undefined;
  /** Told of what a user should know: leftovers ended, ports replaced. One line without newline; default: nobody. */
  onNotice?: ((line: string) => void) | undefined;
}>;

/** A cluster that runs. */
export type Cluster = Readonly<{
  /** Path of the kubeconfig. */
  kubeconfig: string;
  /** Address of the API server: `https://127.0.0.1:PORT`. */
  url: string;
  /** Ends all pods, closes all listeners, removes the folder of state; the kubeconfig too. May be called again. */
  close: () => Promise<void>;
}>;
