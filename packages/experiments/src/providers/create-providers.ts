import type { Environment } from '../values/load-values.ts';
import { httpProvider } from './http.ts';
import { createOwnProvider, type OwnActions } from './own.ts';
import { createProcessProvider } from './process.ts';
import type { Providers } from './provider.ts';
import { createPythonProvider, type Connect } from './python.ts';

/** All providers; the cluster is not asked before one of them has to. */
export function createProviders({
  env,
  connect,
  own,
}: Readonly<{ env: Environment; connect: Connect; own: OwnActions }>): Providers {
  return {
    http: httpProvider,
    process: createProcessProvider(env),
    python: createPythonProvider(connect),
    'pod-chaos': createOwnProvider(own),
  };
}
