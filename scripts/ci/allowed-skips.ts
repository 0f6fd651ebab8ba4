import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { missing } from '../testing/needs.ts';
import type { Skip } from './skips.ts';

/** What may be left out on a machine on which everything was installed that can be. */
export type AllowedSkip = Readonly<{
  /** The test file; any, where there is none. */
  file?: string;
  /** Fits the whole reason that the test gave. */
  reason: RegExp;
  /** Why it can't be asked of every such machine. */
  because: string;
  /** Says whether this machine is such a one; it is not asked for where the reason itself is proof of it. */
  where?: () => boolean;
}>;

/** All of them, each with its reason. */
export const ALLOWED_SKIPS: readonly AllowedSkip[] = [
  {
    reason: /^needs .*(not permitted|[Pp]ermission denied|not allowed|must be root)/,
    where: lacksRights,
    because: 'a container that is not privileged may not make namespaces, and no package changes that',
  },
  {
    file: 'packages/local-cluster/test/network/namespace-network.test.ts',
    reason: /^needs netem in the kernel \(.*(?:qdisc kind is unknown|No such file).*\)$/,
    because: 'many kernels are built without sch_netem; `npm run netem` brings one that is not',
  },
  {
    file: 'packages/chaos/test/faults/network/traffic-control.test.ts',
    reason: /^this kernel has it$/,
    because: 'what is said where the kernel lacks netem or prio can be seen only where it does',
  },
  ...['network/packet-filter/legacy', 'flush/agent'].map((file) => ({
    file: `packages/chaos/test/faults/${file}.test.ts`,
    reason: /^needs iptables-legacy \((?!not found)/,
    because: 'new kernels have no ip_tables any more',
  })),
  {
    reason: /^needs a repository that others may read \(/,
    where: () => missing('a repository that others may read') !== false,
    because: 'who has cloned into a folder of its own lets nobody else run what is in it',
  },
  {
    file: 'apps/chaos-agent/test/resources.test.ts',
    reason: /^needs .*cgroups (?:with memory and cpu|of version 1) \(/,
    because: 'a container has its cgroups to read alone, in most places, and a machine those of one version',
  },
  {
    reason: /^needs a Node\.js before 22 \(/,
    because: "it is what a distribution happens to bring; none is installed beside the project's own",
  },
  {
    file: 'packages/local-cluster/test/conformance/kubectl-protobuf.test.ts',
    reason: /^needs kubectl from 1\.\d+ on \(/,
    because: 'the kubectl of a distribution may be older than the first that sends protobuf',
  },
  {
    reason: /^needs IPv6 loopback \(/,
    where: () => missing('IPv6 loopback') !== false,
    because: 'containers often have no IPv6',
  },
  {
    // One that is there, and does not run, is a failure.
    reason: /^needs chromium \(none of /,
    where: hasNoBrowserToInstall,
    because: 'not every archive has one',
  },
  ...['api-server/test/create-api-server', 'podder/test/errors'].map((file) => ({
    file: `packages/${file}.test.ts`,
    reason: /^here everybody may have any port$/,
    because: 'containers often let everybody listen on any port',
  })),
  {
    file: 'packages/podder/test/last-words.test.ts',
    reason: /^needs a machine without \/dev\/termination-log$/,
    because: 'it runs in a pod',
  },
];

/** Whether the archives of this machine have no Chromium: where apt can't say so, none was installed either. */
function hasNoBrowserToInstall(): boolean {
  const { stdout, error } = spawnSync('apt-cache', ['policy', 'chromium-headless-shell', 'chromium'], {
    encoding: 'utf8',
  });
  return error !== undefined || !/Candidate: (?!\(none\))/.test(stdout);
}

/** Whether this process lacks CAP_NET_ADMIN or CAP_SYS_ADMIN. Source of the numbers: linux/capability.h. */
function lacksRights(): boolean {
  const [, effective = '0'] =
    /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? [];
  return [12n, 21n].some((bit) => ((BigInt(`0x${effective}`) >> bit) & 1n) === 0n);
}

/** The one that a skip is allowed by; undefined where it is none. */
export function allowedBy(skip: Skip, all: readonly AllowedSkip[] = ALLOWED_SKIPS): AllowedSkip | undefined {
  return all.find(
    ({ file, reason, where }) =>
      (file === undefined || file === skip.file) && reason.test(skip.reason) && (where?.() ?? true),
  );
}
