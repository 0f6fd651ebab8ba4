import { CHAOS_ACTS, STARTS } from './chaos-pages.ts';
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
const OTHERS_NODES = 'changes a node of a cluster of another kind, which is not here';

const STREAMS =
  "stands for an image and a file of one's own: packages/local-cluster/test/conformance/kubectl-streams.test.ts does it";

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
  ...CHAOS_ACTS,
  { page: 'docs/which-cluster.md', scene: { web: 2 } },
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
  { page: 'docs/findings.md' },
  { page: 'docs/living-on.md', sections: ['Patience', 'By its own hand'] },
  { page: 'docs/living-on.md', sections: ['By the reaper'], scene: { podders: 2 } },
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
