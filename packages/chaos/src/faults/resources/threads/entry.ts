import { serveThread } from './serve-thread.ts';

// The program of a thread where the agent is no bundle.
serveThread();
