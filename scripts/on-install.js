// What `npm install` runs at its end, on whatever Node.js there is: builds, or says in a line why that can't be.
import { whyNotOn, whyNotWith } from '../packages/command-line/bin/needs.js';

const why = whyNotOn(process.platform) || whyNotWith(process.versions.node);
if (why === undefined) void import('./prepare.ts');
else process.stderr.write(`pod-contagion: nothing is built: ${why}\n`);
