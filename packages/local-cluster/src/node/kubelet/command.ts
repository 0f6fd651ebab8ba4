import type { Image } from '../images/image.ts';
import type { Container } from '@pod-contagion/api-server/objects';
import { createArgumentCount, expand, lookupIn } from './expansion.ts';

/**
 * Program and arguments of a container: its `command`, or else what the image runs, then its `args`; `$(NAME)` in
 * them is replaced by the container's variables. Of what the pod says, `told` makes what the program is told; what the
 * image says is of this machine.
 *
 * Source: pkg/kubelet/container/helpers.go (`ExpandContainerCommandAndArgs`); that a command replaces an image's
 * arguments too is a matter of the image's ENTRYPOINT and CMD.
 */
export function makeCommand(
  { command = [], args = [] }: Pick<Container, 'command' | 'args'>,
  image: Image,
  variables: ReadonlyMap<string, string>,
  told: (part: string) => string = (part) => part,
): string[] {
  const lookup = lookupIn(variables);
  const count = createArgumentCount();
  const made = (part: string): string => {
    const expanded = expand(part, lookup);
    count(expanded);
    return told(expanded);
  };
  const program = command.length > 0 ? command.map(made) : image.command;
  return [...program, ...args.map(made)];
}
