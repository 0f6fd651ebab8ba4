/** A node, a pod of it, and another node with the one pod of a Service; each is a network namespace. */
export const NODE = 'node';
export const CLIENT = 'client';
export const OTHER_NODE = 'other-node';

/** The Service. */
export const SERVICE_ADDRESS = '10.96.0.20';
export const SERVICE_PORT = 80;

/** Its pod, which answers at the other node. */
export const SERVICE_POD = '10.6.2.2';
export const POD_PORT = 8000;
