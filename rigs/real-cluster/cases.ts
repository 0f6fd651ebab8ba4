/** What is tried with one Role. */
export type RoleCase = Readonly<{
  /** Folder in kubernetes/chaos/roles. */
  role: string;
  /** What `pod-chaos preflight` is asked about; nothing where it is no fault. */
  fault?: string;
  /** The command, for a pod; `without` is the right that was taken away, for which another may be telling. */
  command: (pod: string, without?: string) => readonly string[];
  /** A right that a cluster does not ask for, and which one that is. */
  unasked?: Readonly<{ right: string; before: number }>;
  /** Whether the command needs ephemeral containers, as they have been since Kubernetes 1.25. */
  needsAgent?: boolean;
}>;

const ONE = ['--selector=app=victim', '--count=1'];
const QUICK = ['--grace-period=0', ...ONE];

/** Minor version of Kubernetes, and whether it serves ephemeral containers as they are today. */
export type Features = Readonly<{ minor: number; hasAgents: boolean }>;

/** Every Role that stands for a command. */
export const CASES: readonly RoleCase[] = [
  { role: 'kill-delete', fault: 'delete', command: () => ['kill', ...QUICK] },
  { role: 'kill-evict', fault: 'evict', command: () => ['kill', '--evict', ...QUICK] },
  {
    role: 'kill-container-exec',
    fault: 'container',
    command: (pod) => ['kill', `--pod=${pod}`, '--container=main', '--via=exec', '--signal=TERM'],
    // By a WebSocket: source kubernetes.io/docs/reference/access-authn-authz/authorization, "exec".
    unasked: { right: 'create pods/exec', before: 35 },
  },
  {
    role: 'kill-container-agent',
    fault: 'container',
    command: (pod) => ['kill', `--pod=${pod}`, '--container=main', '--via=agent', '--signal=TERM'],
    needsAgent: true,
  },
  {
    role: 'network',
    fault: 'network',
    // The probes are the only traffic that a victim has, and a run that hits nothing has failed.
    command: (pod) => ['disconnect', `--pod=${pod}`, '--duration=5s', '--include-node'],
    needsAgent: true,
  },
  {
    role: 'resources',
    fault: 'burn',
    command: (pod) => ['burn', `--pod=${pod}`, '--load=10', '--duration=5s'],
    needsAgent: true,
  },
  {
    role: 'cleanup',
    command: (pod, without) =>
      without === 'list pods' ? ['cleanup'] : ['cleanup', `--pod=${pod}`, '--timeout=30s'],
    needsAgent: true,
  },
  { role: 'status', command: () => ['status'] },
  { role: 'watch', command: () => ['watch', '--duration=3s'] },
];
