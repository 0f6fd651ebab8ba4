import { lookup } from 'node:dns/promises';
import { open, type FileHandle } from 'node:fs/promises';
import { isIP } from 'node:net';
import { describeError } from '@pod-contagion/errors';
import type { ConfiguredProxy } from '@pod-contagion/toxics';
import { usageError } from '../errors.ts';
import type { ProxyFlags } from '../flags/proxy.ts';
import { MAX_PROXY_CONFIG_BYTES, PROXY_API_PORT } from '../limits.ts';

/** What `proxy` does: where its API listens, and with which proxies it begins. */
export type ProxyPlan = Readonly<{
  host: string;
  port: number;
  configured: readonly ConfiguredProxy[];
}>;

/**
 * Puts the flags of `proxy` together and reads its file, before anything is opened.
 * @throws {ChaosError} CHAOS_USAGE
 */
export async function planProxy(flags: ProxyFlags): Promise<ProxyPlan> {
  const { host = '127.0.0.1', port = PROXY_API_PORT, config, expose } = flags;
  const { isLoopback, readConfig } = await import('@pod-contagion/toxics');
  if (!expose && !isLoopback(await addressOf(host))) {
    throw usageError(
      `--host expects an address of loopback unless --expose is given, got ${JSON.stringify(host)}`,
    );
  }
  if (config === undefined) return { host, port, configured: [] };
  const isText = config.trimStart().startsWith('[');
  const text = isText ? config : await readFile(config);
  try {
    return { host, port, configured: readConfig(text, process.env) };
  } catch (error) {
    // The words are those of the REST API, to which a file is the body of a request.
    const why = describeError(error)
      .replace('bad request body: ', '')
      .replace(/^EOF$/, 'expected JSON, got nothing');
    throw usageError(isText ? `--config: ${why}` : `--config ${config}: ${why}`);
  }
}

async function addressOf(host: string): Promise<string> {
  if (isIP(host) > 0) return host;
  try {
    return (await lookup(host, { order: 'ipv4first' })).address;
  } catch (error) {
    throw usageError(
      `--host expects a name or an address, got ${JSON.stringify(host)}: ${describeError(error)}`,
    );
  }
}

/** No more than its limit is read, whatever the file is. */
async function readFile(path: string): Promise<string> {
  let text: string | undefined;
  try {
    const file = await open(path);
    try {
      text = await readUpTo(file, MAX_PROXY_CONFIG_BYTES);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw usageError(`--config expects a file that can be read, got ${path}: ${describeError(error)}`);
  }
  if (text !== undefined) return text;
  throw usageError(`--config expects at most ${MAX_PROXY_CONFIG_BYTES} bytes, got more in ${path}`);
}

/** Undefined where there is more. */
async function readUpTo(file: FileHandle, mostBytes: number): Promise<string | undefined> {
  const buffer = Buffer.alloc(mostBytes + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read) {
    read = (await file.read(buffer, length, buffer.length - length)).bytesRead;
  }
  return length > mostBytes ? undefined : buffer.toString('utf8', 0, length);
}
