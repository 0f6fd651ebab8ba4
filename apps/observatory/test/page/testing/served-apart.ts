/** A server of a made-up contagion as a process of its own, which a test may kill or stop: its folder of the page, its port. */
import { openObservatoryServer, openSyntheticFeed } from '@pod-contagion/observatory/serving';

const [pageFolder, port] = process.argv.slice(2);
const feed = openSyntheticFeed({ pods: 20, rate: 0.05, seed: 7 });
const { url } = await openObservatoryServer({ feed, pageFolder, port: Number(port) });
process.stdout.write(`${url}\n`);
