import type { Act, Note } from './pages.ts';

const NO_ROLES = 'there are neither Roles nor Jobs on the local cluster';

const FLUSHES =
  'needs a node with kube-proxy that nobody needs: rigs/real-cluster/flush.ts does it, packages/chaos/test/nodes in namespaces';

const NO_NAME = 'there is no db.shop.svc; names are resolved in packages/chaos/test/faults/network';

/** Why a command that starts a cluster is not run. */
export const STARTS = 'starts a cluster of its own: the tests of apps/contagion do, in each of its ways';

const SUDO: Note = { command: 'sudo npm start -- --network namespace --replicas 6', not: STARTS };

/** The pages of docs/chaos and kubernetes/chaos, the longest act first. */
export const CHAOS_ACTS: readonly Act[] = [
  {
    page: 'docs/chaos/slow-down-a-pod.md',
    scene: { podders: 2, web: 4 },
    notes: [
      ...[
        'npx pod-chaos disrupt -p generic-768dd7984c-7d6ms -d 100 -v 20 --duration 1m',
        'npx pod-chaos disrupt -p web-1 --duration 30s -- loss 10% 25%',
        'npx pod-chaos disrupt -p web-1 --duration 30s -- delay 80ms 20ms distribution normal duplicate 1%',
        'npx pod-chaos disrupt -p web-1 --duration 30s -- rate 1mbit',
        'npx pod-chaos disrupt -p web-1 --duration 30s -- loss gemodel 1% 10% 70% 0.1%',
      ].map((command) => ({ command, needsOwnNetwork: true }) as const),
      { command: 'npx pod-chaos disrupt -p web-1 -d 200 --to db.shop.svc --port 5432', not: NO_NAME },
      ...[
        'npx pod-chaos disrupt -p web-1 -d 200 --local-port 8080 --direction both',
        'npx pod-chaos disrupt -p web-1 -d 200 --to 10.0.0.0/8 --except 10.0.0.10',
      ].map((command) => ({ command, needsOwnNetwork: true, duration: '3s' }) as const),
      {
        command: 'npx pod-chaos disrupt -p generic-78db5fd58c-846zc -d 100',
        needsOwnNetwork: true,
        exitCodes: [4],
        duration: '3s',
      },
    ],
  },
  {
    page: 'docs/chaos/measure.md',
    scene: { podders: 6 },
    notes: [
      {
        command: 'npx pod-chaos probe http://198.18.32.7:8080/face --duration 40s',
        notThere: 'addresses of pods are not reached from outside of the cluster',
        needsOwnNetwork: true,
        isSilent: true,
        meanwhile: 'npx pod-chaos disconnect -p POD --include-node --duration 6s',
        duration: '40s',
      },
      {
        command: 'npx pod-chaos watch -l app=podder --until-ready',
        meanwhile: 'npx pod-chaos kill --percent 50 -l app=podder --grace-period 0',
        // Said, and mended, where a list takes long.
        byChance: /^the watch on pods in \S+ broke: /,
      },
    ],
  },
  {
    page: 'docs/chaos/the-end.md',
    scene: { podders: 2 },
    notes: [
      {
        command: 'npx pod-chaos disconnect -p generic-768dd7984c-6d8r9 --duration 5m',
        needsOwnNetwork: true,
        exitCodes: [130],
        after: 'npx pod-chaos cleanup',
      },
      {
        command: 'npx pod-chaos status',
        needsOwnNetwork: true,
        before: ['npx pod-chaos disconnect -p POD --duration 5m -b'],
      },
      { command: 'npx pod-chaos cleanup', needsOwnNetwork: true },
    ],
  },
  {
    page: 'docs/chaos/cut-a-pod-off.md',
    scene: { podders: 4 },
    notes: [
      {
        command: 'npx pod-chaos disconnect -p generic-768dd7984c-7d6ms --include-node --duration 6s',
        needsOwnNetwork: true,
      },
    ],
  },
  {
    page: 'docs/chaos/hungry-pods.md',
    scene: { web: 4 },
    // A machine that is busy with other things has no processor time left to burn.
    notes: [
      {
        command: 'npx pod-chaos burn -p web-1 --load 20 --cores 1 --duration 10s',
        exitCodes: [0, 1],
        duration: '2s',
      },
      { command: 'npx pod-chaos fill -p web-1 --memory 64Mi --duration 10s', duration: '2s' },
    ],
  },
  {
    page: 'docs/chaos/slow-and-failing-requests.md',
    scene: { web: 2 },
    notes: [
      ...[
        'npx pod-chaos slow -p web-1 --port 8080 --delay 250ms --variation 50ms --include-node --duration 6s',
        "npx pod-chaos fail -p web-1 --port 8080 --rate 50% --code 503 --response-header 'Retry-After: 1' --include-node --duration 6s",
      ].map((command) => ({ command, needsOwnNetwork: true }) as const),
      {
        command: 'kubectl apply -k kubernetes/chaos/examples/sidecar',
        after: 'kubectl delete -k kubernetes/chaos/examples/sidecar --ignore-not-found',
      },
    ],
  },
  {
    page: 'docs/chaos/toxics.md',
    scene: { web: 2 },
    notes: [
      {
        command:
          'npx pod-chaos toxic -p web-1 --port 8080 --toxic latency,latency=250,jitter=50 --include-node --duration 6s',
        needsOwnNetwork: true,
      },
    ],
  },
  {
    page: 'docs/chaos/flushed-node.md',
    scene: { web: 1 },
    notes: [
      {
        command:
          'npx pod-chaos flush --node node1 -n chaos --table nat --delete-chains --duration 45s --probe http://198.19.0.20/ --yes-this-node',
        not: FLUSHES,
      },
      { command: 'npx pod-chaos preflight --fault flush --node node1 -n chaos --check-nodes', not: FLUSHES },
    ],
  },
  {
    page: 'docs/chaos/kill-pods.md',
    scene: { podders: 6, web: 4, goldpinger: 2 },
    notes: [
      {
        command:
          'npx pod-chaos kill -l app=web --interval 10m --window "Mon-Fri 09:00-17:00" --exclude-day 12-24 --time-zone Europe/Berlin',
        isEndless: true,
      },
      {
        command:
          'npx pod-chaos kill -l app=web --cron "*/15 9-16 * * 1-5" --max 20 --no-dry-run --metrics-address 127.0.0.1:9102',
        isEndless: true,
      },
    ],
  },
  {
    page: 'docs/chaos/in-the-cluster.md',
    scene: { podders: 4 },
    notes: [
      ...['job', 'cronjob', 'schedule', 'reaper', 'watcher', 'podchaos/job'].map((folder) => ({
        command: `kubectl apply -k kubernetes/chaos/${folder}`,
        notHere: NO_ROLES,
        after: `kubectl delete -k kubernetes/chaos/${folder} --ignore-not-found`,
      })),
      {
        command: 'kubectl get events --field-selector reason=PodChaosKilled',
        before: ['npx pod-chaos kill -l app=podder'],
      },
    ],
  },
  { page: 'docs/chaos/README.md', scene: { podders: 6 }, notes: [SUDO] },
  {
    page: 'docs/chaos/experiments.md',
    scene: { podders: 4 },
    notes: [
      {
        command:
          'npx pod-chaos run experiments/kill-half.yaml --journal /tmp/journal.json --html /tmp/report.html --junit /tmp/junit.xml --markdown /tmp/report.md',
        // Whether anybody notices is what it is run for.
        exitCodes: [0, 3],
        after: 'rm -f /tmp/journal.json /tmp/report.html /tmp/junit.xml /tmp/report.md',
      },
      {
        command:
          'npx pod-chaos run experiments/flush-iptables.yaml --var node=local --var consent:bool=true --journal /tmp/journal.json',
        exitCodes: [4],
        after: 'rm -f /tmp/journal.json',
      },
    ],
  },
  {
    page: 'docs/chaos/preflight.md',
    scene: { podders: 2 },
    notes: [
      {
        command: 'npx pod-chaos preflight -l app=podder --fault network --fault evict',
        needsOwnNetwork: true,
      },
    ],
  },
  {
    page: 'docs/chaos/proxy.md',
    scene: { podders: 2 },
    notes: [
      {
        command: `curl -o /dev/null -w '%{time_total} s\\n' "$(kubectl get pods -l speed=slow -o jsonpath='{.items[0].status.podIP}'):8080/face"`,
        notThere: 'addresses of pods are not reached from outside of the cluster',
      },
      {
        command: `curl -d '{"name": "it", "listen": "127.0.0.1:21212", "upstream": "127.0.0.1:8474"}' 127.0.0.1:8474/proxies; echo`,
        // For the requests that follow; it ends by itself whatever happens.
        before: [
          'npx pod-chaos proxy --duration 2m >/dev/null 2>&1 & echo $! >"$HOME/proxy"',
          'curl --retry 60 --retry-delay 1 --retry-connrefused 127.0.0.1:8474/version',
        ],
      },
      { command: 'curl 127.0.0.1:8474/proxies; echo', after: 'kill "$(cat "$HOME/proxy")"' },
      ...[
        `npx pod-chaos proxy --config '[{"name": "it", "listen": "nowhere", "upstream": "127.0.0.1:80"}]'`,
        'npx pod-chaos proxy --host 0.0.0.0',
      ].map((command) => ({ command, exitCodes: [2] })),
    ],
  },
  { page: 'docs/chaos/targets.md', scene: { web: 1 } },
  {
    page: 'docs/chaos/netem-proof.md',
    notes: [
      'apt-get install --no-install-recommends qemu-system-x86',
      'npm run netem',
      'npm run netem -- --groups scope,ending',
      'npm run netem -- --verbose',
    ].map((command) => ({ command, not: 'brings an emulated machine and a kernel, and takes ten minutes' })),
  },
  {
    page: 'kubernetes/chaos/README.md',
    notes: [
      'kubectl apply -n shop -k kubernetes/chaos/roles',
      'kubectl create rolebinding -n shop jane-network --role=pod-chaos-network --user=jane',
    ].map((command) => ({ command, notHere: NO_ROLES })),
  },
  {
    page: 'docs/chaos/replace-what-crashes.md',
    scene: { podders: 8 },
    notes: [
      { command: 'npx pod-chaos reap -l app=podder --max 3', before: ['npx contagion infect'] },
      {
        command: 'kubectl apply -k kubernetes/chaos/reaper',
        notHere: NO_ROLES,
      },
      { command: 'kubectl logs deployment/pod-chaos-reaper', notHere: NO_ROLES },
      { command: 'kubectl delete -k kubernetes/chaos/reaper', notHere: NO_ROLES },
    ],
  },
];
