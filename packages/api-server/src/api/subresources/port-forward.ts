import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Pod } from '../../machinery/objects.ts';
import { serveSpdy } from '../../spdy/connection.ts';
import type { ApiContext } from '../context.ts';
import { acceptSpdy, acceptTunnel, acceptWebSocket } from '../streams/accept.ts';
import { createChannels } from '../streams/channels.ts';
import { createForwardPairs } from '../streams/forward-pairs.ts';
import { forward } from '../streams/forwarding.ts';
import { forwardChannels, portsOf } from '../streams/forward-channels.ts';
import { chooseProtocol, type Chosen } from '../streams/protocols.ts';
import { holdSession } from '../streams/session.ts';
import { checkRunning } from '../streams/pod-checks.ts';
import type { Verb } from '../verbs/verb.ts';
import type { Subresource } from './subresource.ts';

/** SPDY within a WebSocket, as kubectl speaks it since 1.31. Source: apimachinery/pkg/util/portforward/constants.go. */
const TUNNEL = 'SPDY/3.1+portforward.k8s.io';

const OFFERED = {
  websocket: [TUNNEL, 'v4.channel.k8s.io', ''],
  spdy: ['portforward.k8s.io'],
} as const;

const run: Verb = (context, { namespace, name, query, headers, raw }) => {
  const pod = context.registry.get('pods', namespace, name);
  const chosen = chooseProtocol<string>(headers, OFFERED);
  const isChannels = chosen.by === 'websocket' && chosen.protocol !== TUNNEL;
  const ports = isChannels ? portsOf(query) : [];
  checkRunning(context.runtime, pod);
  context.sessions.checkRoom();
  return {
    upgrade: (socket) => {
      holdSession(context, socket);
      if (isChannels) {
        acceptWebSocket(raw, socket, chosen.protocol, (webSocket) =>
          forwardChannels(createChannels(webSocket), ports, (port, data, errors) =>
            forward(context, pod, port, data, errors),
          ),
        );
      } else accept(raw, socket, chosen, (transport) => forwardStreams(context, pod, transport));
    },
  };
};

/** Connections to ports of a pod. Source: pkg/registry/core/pod/rest/subresources.go (`PortForwardREST`). */
export const portForward: Subresource = {
  name: 'portforward',
  isOf: ({ resource }) => resource === 'pods',
  methods: { GET: run, POST: run },
  responseKind: { group: '', version: 'v1', kind: 'PodPortForwardOptions' },
  verbs: ['create', 'get'],
  answersAnything: true,
};

function accept(
  raw: IncomingMessage,
  socket: Duplex,
  { by, protocol }: Chosen<string>,
  onOpen: (transport: Duplex) => void,
): void {
  if (by === 'websocket') {
    acceptTunnel(raw, socket, protocol, onOpen);
    return;
  }
  acceptSpdy(socket, protocol);
  onOpen(socket);
}

function forwardStreams(context: ApiContext, pod: Pod, transport: Duplex): void {
  const pairs = createForwardPairs(({ port, data, errors }) => {
    // Nobody writes to it; what is written all the same is not kept.
    errors.duplex.resume();
    void forward(context, pod, port, data.duplex, errors.duplex);
  });
  const connection = serveSpdy(transport, { onStream: pairs.add });
  void connection.closed.then(pairs.close);
}
