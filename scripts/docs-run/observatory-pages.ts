import type { Act } from './pages.ts';

/** What the page says where nobody is infected yet, or nobody is there yet. */
const NOTHING_TO_SEE = /Ready|infect|pods|labels/i;
const OTHER_PLACE =
  'names a namespace that others work in, and a port: apps/contagion/test/observe tries both flags';
const IN_CLUSTER =
  'needs the image, or a pod that reaches the API server of the local cluster: apps/contagion/test/observe/in-cluster.test.ts does it';

/** The pages of docs/observatory. */
export const OBSERVATORY_ACTS: readonly Act[] = [
  {
    page: 'docs/observatory/watching.md',
    scene: { podders: 2 },
    notes: [
      { command: 'npx contagion observe', isEndless: true, byChance: NOTHING_TO_SEE },
      { command: 'npx contagion observe -n default -l role=generic --port 8090', not: OTHER_PLACE },
      { command: 'kubectl apply -k kubernetes/observatory', not: IN_CLUSTER },
      { command: 'kubectl port-forward service/observatory 8080:http', not: IN_CLUSTER },
    ],
  },
  {
    page: 'docs/observatory/replaying.md',
    scene: { podders: 2 },
    notes: [
      {
        command: 'npx contagion observe --record run.ndjson.gz',
        isEndless: true,
        before: ['rm -f run.ndjson.gz'],
      },
      { command: 'npx contagion observe --replay run.ndjson.gz', isEndless: true },
      {
        command: "zcat run.ndjson.gz | jq -c '.frame | select(.inf) | {t, who: [.inf[] | .[1:4]]}'",
        after: 'rm -f run.ndjson.gz',
      },
      { command: 'npx contagion observe --replay README.md', exitCodes: [2] },
    ],
  },
];
