/** Objects in Kubernetes' protobuf, which the typed clients of Go send, read into the form they have in JSON. */
export { decodeMessage } from './decode-message.ts';
export { openEnvelope, PROTOBUF_MEDIA_TYPE, type Envelope } from './envelope.ts';
