import { join, isAbsolute } from 'node:path';
import type { PluginEntry, UserEntry } from './config.ts';
import type { Fields } from './fields.ts';

/** Resolves a path that stands in a kubeconfig against the folder of that file, as client-go's ResolveLocalPaths. */
export function resolvedIn(folder: string, path: string): string {
  return path === '' || isAbsolute(path) ? path : join(folder, path);
}

/** Reads a user; `folder` is the one of its file. */
export function parseUser(name: string, fields: Fields, file: string, folder: string): UserEntry {
  const provider = fields.optional('auth-provider');
  const plugin = fields.optional('exec');
  return {
    name,
    file,
    clientCertificate: resolvedIn(folder, fields.text('client-certificate')),
    clientCertificateData: fields.bytes('client-certificate-data'),
    clientKey: resolvedIn(folder, fields.text('client-key')),
    clientKeyData: fields.bytes('client-key-data'),
    token: fields.text('token'),
    tokenFile: resolvedIn(folder, fields.text('tokenFile')),
    username: fields.text('username'),
    password: fields.text('password'),
    impersonation: {
      user: fields.text('as'),
      uid: fields.text('as-uid'),
      groups: fields.texts('as-groups'),
      extra: textsByName(fields.object('as-user-extra')),
    },
    authProvider: provider && { name: provider.text('name'), config: textByName(provider.object('config')) },
    plugin: plugin && parsePlugin(plugin, folder),
  };
}

/** A command with a slash is a path like the others; one without is looked for in PATH. */
function parsePlugin(fields: Fields, folder: string): PluginEntry {
  const command = fields.text('command');
  const apiVersion = fields.text('apiVersion');
  const interactiveMode = fields.text('interactiveMode');
  return {
    apiVersion,
    command: command.includes('/') ? resolvedIn(folder, command) : command,
    args: fields.texts('args'),
    env: fields.objects('env').map((entry) => ({ name: entry.text('name'), value: entry.text('value') })),
    installHint: fields.text('installHint'),
    provideClusterInfo: fields.flag('provideClusterInfo'),
    // Only before v1 there is a default.
    interactiveMode:
      interactiveMode === '' && apiVersion.endsWith('/v1beta1') ? 'IfAvailable' : interactiveMode,
  };
}

function textByName(fields: Fields): ReadonlyMap<string, string> {
  return new Map(fields.names().map((name) => [name, fields.text(name)]));
}

function textsByName(fields: Fields): ReadonlyMap<string, readonly string[]> {
  return new Map(fields.names().map((name) => [name, fields.texts(name)]));
}
