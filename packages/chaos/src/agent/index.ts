// What runs in the ephemeral container; nothing here may import the Kubernetes client.
export { runAgent } from './run-agent.ts';
