import { badRequest } from '../../machinery/api-error.ts';

/** What stands before `/proxy` in an address: `web`, `web:8080`, `https:web:8443`. */
export type ProxyName = Readonly<{ scheme: 'http' | 'https'; name: string; port: string }>;

/**
 * Reads a name with scheme and port; `what` is `pod` or `service`.
 *
 * Source: apimachinery/pkg/util/net/port_split.go.
 * @throws {ApiError} 400 where it has another form.
 */
export function readProxyName(text: string, what: string): ProxyName {
  const parts = text.split(':');
  const [scheme = '', name = '', port = ''] = parts.length < 3 ? ['', ...parts] : parts;
  if (parts.length > 3 || name === '' || !['', 'http', 'https'].includes(scheme)) {
    throw badRequest(`invalid ${what} request ${JSON.stringify(text)}`);
  }
  return { scheme: scheme === 'https' ? 'https' : 'http', name, port };
}
