// What people write of a fault, read: the words of tc-netem(8), toxics and statuses of gRPC.
export { parseNetem } from './network/netem/parse.ts';
export { parseGrpcStatus } from './requests/grpc-status.ts';
export { parseToxic } from './toxics/parse.ts';
