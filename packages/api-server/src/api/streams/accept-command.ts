import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { acceptSpdy, acceptWebSocket } from './accept.ts';
import { createChannels } from './channels.ts';
import { commandChannels } from './command-channels.ts';
import type { CommandOptions } from './command-options.ts';
import { commandSpdy } from './command-spdy.ts';
import type { CommandStreams } from './command-streams.ts';
import type { Chosen } from './protocols.ts';

/** Takes a connection over for exec or attach, by whichever protocol was chosen; `onOpen` is called once all streams are there. */
export function acceptCommand(
  request: IncomingMessage,
  socket: Duplex,
  { by, protocol }: Chosen<string>,
  options: CommandOptions,
  onOpen: (streams: CommandStreams) => void,
): void {
  if (by === 'websocket') {
    acceptWebSocket(request, socket, protocol, (webSocket) =>
      onOpen(commandChannels(createChannels(webSocket), options)),
    );
    return;
  }
  acceptSpdy(socket, protocol);
  void commandSpdy(socket, options).then((streams) => {
    if (streams !== undefined) onOpen(streams);
  });
}
