import { prepare } from './main.ts';

const run = await prepare();
await run();
