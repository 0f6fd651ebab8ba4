import { OBSERVATORY_ACTS } from './observatory-pages.ts';
import type { Scene } from './scene.ts';

/** What is peculiar about a command of a page. */
export type Note = Readonly<{
  /** Its first line, as the page has it. */
  command: string;
  /** Why it is not run, anywhere, on a local cluster, or on a real one. */
  not?: string;
  notHere?: string;
  notThere?: string;
  /** Goes on until it is ended: by Ctrl-C, once it has printed what the page shows, or something at all. */
  isEndless?: true;
  /** Prints nothing before it ends: `meanwhile` begins with it, and Ctrl-C comes after that. */
  isSilent?: true;
  /** A fault that pods have to have a network of their own for. */
  needsOwnNetwork?: true;
  /** Is run before it, while it runs, and after it; as on a page. */
  before?: readonly string[];
  meanwhile?: string;
  after?: string;
  /** Instead of `--duration` of the page. */
  duration?: string;
  /** Lines that come or not, by the course of an epidemic; they are left out on both sides. */
  byChance?: RegExp;
  /** Exit codes that are right; default: 0, or 130 too where it is interrupted. */
  exitCodes?: readonly number[];
}>;

/** Commands that are run one after the other in a namespace of their own. */
export type Act = Readonly<{
  page: string;
  /** In this order; all of the page where there are none. */
  sections?: readonly string[];
  scene?: Scene;
  notes?: readonly Note[];
}>;

/** A pod that waits for its restart: whether one does when it is looked. */
const WAITING = /CrashLoopBackOff|Error/;

const INSTALLS =
  'installs and starts: .ci/run does it, and the tests of apps/contagion start it in each of its ways';
const ENGINE = 'needs a container engine; what it makes is made without one in scripts/test/images.test.ts';
const NO_ROLES = 'there are neither Roles nor Jobs on the local cluster';
const FLUSHES =
  'needs a node with kube-proxy that nobody needs: rigs/real-cluster/flush.ts does it, packages/chaos/test/nodes in namespaces';
const NO_NAME = 'there is no db.shop.svc; names are resolved in packages/chaos/test/faults/network';
const STARTS = 'starts a cluster of its own: the tests of apps/contagion do, in each of its ways';

const OTHERS_NODES = 'changes a node of a cluster of another kind, which is not here';

const STREAMS =
  "stands for an image and a file of one's own: packages/local-cluster/test/conformance/kubectl-streams.test.ts does it";

const SUDO: Note = { command: 'sudo npm start -- --network namespace --replicas 6', not: STARTS };

/** Every page with commands, the longest act first. */
export const ACTS: readonly Act[] = [
  {
    page: 'README.md',
    sections: ['The experiment, in six steps', 'Two commands', 'Will it last?'],
    notes: [
      { command: 'docker compose build', not: ENGINE },
      { command: 'kind load docker-image pod-contagion:generic pod-contagion:starter', not: ENGINE },
      { command: 'npm install && npm start', not: INSTALLS },
      { command: 'npm install && npm test', not: INSTALLS },
      {
        command: 'export KUBECONFIG=/home/me/.local/state/pod-contagion/cluster-e299a7de1dd8fb84/kubeconfig',
        not: 'every command here has its own KUBECONFIG',
      },
      {
        command: "kubectl get pods --no-headers | awk '{print $3, $4}' | sort | uniq -c",
        byChance: WAITING,
      },
      { command: 'kubectl get pods', byChance: WAITING },
    ],
  },
  {
    page: 'README.md',
    sections: ['Break it yourself'],
    scene: { podders: 6, web: 2 },
    notes: [
      {
        command: 'npx pod-chaos disconnect -p generic-768dd7984c-7d6ms --include-node --duration 6s',
        needsOwnNetwork: true,
      },
      { command: 'npx pod-chaos disrupt -p web-1 -d 100 -v 20 --duration 1m', needsOwnNetwork: true },
      {
        command: 'npx pod-chaos probe http://127.67.79.102/face',
        isEndless: true,
        isSilent: true,
        meanwhile: 'sleep 4',
      },
    ],
  },
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
  { page: 'docs/which-cluster.md', scene: { web: 2 } },
  { page: 'docs/chaos/targets.md', scene: { web: 1 } },
  {
    page: 'docs/watching.md',
    scene: { podders: 2, isAlone: true, restarted: true },
    notes: [
      { command: 'kubectl get pods -l app=podder -w', isEndless: true },
      {
        command: 'while sleep 3; do kubectl get pods -l role=generic --no-headers |',
        isEndless: true,
      },
      { command: 'kubectl logs -f POD', isEndless: true },
      {
        command: 'kubectl port-forward POD 8081:8081',
        isEndless: true,
        meanwhile: 'curl -sSf localhost:8081/infection',
      },
    ],
  },
  ...OBSERVATORY_ACTS,
  {
    page: 'docs/local-cluster.md',
    scene: { podders: 4 },
    notes: [
      {
        command: 'kubectl port-forward service/podder 8080:80',
        isEndless: true,
        meanwhile: 'curl -sSf -d action=achoo localhost:8080/face',
      },
      { command: 'kubectl exec -it POD -- sh', notThere: 'there is no shell in an image FROM scratch' },
      { command: 'kubectl run -it --rm try --image=NAME -- sh', not: STREAMS },
      { command: 'kubectl cp here.txt POD:/tmp/there.txt', not: STREAMS },
      ...[
        'npm start',
        'npm start -- --replicas 20 --symptom-delay 3s',
        'npm start -- -f kubernetes/overlays/no-delay',
        'npm start -- --empty',
        'npm start -- --max-restart-period 1s',
        'npm start -- -f kubernetes/overlays/self-ending --symptom-delay 3s',
        'npx contagion up --json | jq -c \'select(.event == "infected") | [.from, .pod]\'',
        "npm start -- --image goldpinger:1='node /home/me/goldpinger.js' -f my-manifests",
        'npm start -- --network mapped',
      ].map((command) => ({ command, not: STARTS })),
      {
        command:
          'kubectl get pods -o jsonpath=\'{range .items[*]}{.metadata.name} {.metadata.annotations.local-cluster\\.pod-contagion/reached-at}{"\\n"}{end}\'',
        not: 'asks a cluster where there is only 127.0.0.1: packages/local-cluster/test/cluster/mapped.test.ts does',
      },
    ],
  },
  {
    page: 'docs/observatory/playing.md',
    scene: { podders: 1 },
    notes: [{ command: 'npx contagion observe --game', isEndless: true }],
  },
  {
    page: 'docs/observatory/in-a-talk.md',
    notes: [
      { command: 'npx contagion up --record epidemic.ndjson.gz', not: STARTS },
      {
        command: 'npx contagion observe --replay epidemic.ndjson.gz',
        not: "stands for a recording of one's own: the tests of packages/observatory replay one",
      },
    ],
  },
  { page: 'docs/when-it-does-not-start.md', notes: [{ command: 'npm start -- --port 6443', not: STARTS }] },
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
  { page: 'docs/findings.md' },
  { page: 'docs/living-on.md', sections: ['Patience', 'By its own hand'] },
  { page: 'docs/living-on.md', sections: ['By the reaper'], scene: { podders: 2 } },
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
  {
    page: 'docs/kubelet-switches.md',
    notes: [
      { command: 'npm start -- --max-restart-period 1s', not: STARTS },
      ...[
        'kind create cluster --config kind.yaml',
        'minikube ssh "sudo sed -i \'s/^crashLoopBackOff: .*/crashLoopBackOff: {maxContainerRestartPeriod: 1s}/\' /var/lib/kubelet/config.yaml"',
        "minikube ssh 'sudo systemctl restart kubelet'",
        'sudo cp crash-loop.yaml /var/lib/rancher/k3s/agent/etc/kubelet.conf.d/50-crash-loop.conf',
        'sudo systemctl restart k3s',
        'kubectl edit configmap -n kube-system kubelet-config',
        'sudo kubeadm upgrade node phase kubelet-config',
        'sudo systemctl restart kubelet',
      ].map((command) => ({ command, not: OTHERS_NODES })),
      {
        command:
          'kubectl get --raw "/api/v1/nodes/$(kubectl get nodes -o jsonpath=\'{.items[0].metadata.name}\')/proxy/configz" | jq .kubeletconfig.crashLoopBackOff',
        notHere: 'the kubelet of the local cluster serves nothing of its own',
      },
    ],
  },
  {
    page: 'docs/simulator.md',
    notes: [
      {
        command: 'npx contagion simulate --watch --seed 5',
        not: 'shows a picture on a terminal: apps/contagion/test/watch/terminal.test.ts plays one',
      },
    ],
  },
];
