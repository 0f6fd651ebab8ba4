/** A container that cannot be made as its spec asks for; the message is what its status and an Event say. */
export class ContainerConfigError extends Error {
  override readonly name = 'ContainerConfigError';
}
