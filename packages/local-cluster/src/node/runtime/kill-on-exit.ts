const killers = new Set<() => void>();

/**
 * Has something called when this process ends, even by an error nobody caught; the function returned takes that back.
 * One listener serves all runtimes of a process.
 */
export function killOnExit(kill: () => void): () => void {
  if (killers.size === 0) process.on('exit', killAll);
  killers.add(kill);
  return () => {
    killers.delete(kill);
    if (killers.size === 0) process.off('exit', killAll);
  };
}

function killAll(): void {
  for (const kill of killers) kill();
}
