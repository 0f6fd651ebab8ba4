import { stripVTControlCharacters } from 'node:util';
import { isatty } from 'node:tty';
import { ClusterClientError, kubeconfigError } from '../../errors.ts';
import type { PluginEntry } from '../../kubeconfig/config.ts';
import type { Environment } from '../../kubeconfig/files.ts';
import { PLUGIN_LIMIT_MS } from '../../limits.ts';
import { PLUGIN_API_VERSIONS } from '../../choice/check-user.ts';
import type { Credential, Credentials } from '../credentials.ts';
import { readAnswer, type PluginAnswer } from './answer.ts';
import { findCommand } from './find-command.ts';
import { questionText, type ToldCluster } from './question.ts';
import { runPlugin } from './run.ts';

/** Whose plug-in it is, and what it is run with. */
export type PluginOptions = Readonly<{
  user: string;
  file: string;
  /** Undefined where it is not told the cluster. */
  cluster: ToldCluster | undefined;
  env: Environment;
  limitMs?: number;
  isTerminal?: () => boolean;
  now?: () => number;
}>;

/**
 * Credentials of a plug-in (client-go, plugin/pkg/client/auth/exec): run when they are first needed, once they are over,
 * and once the API server does not take them; never twice at a time, as somebody may be asked for a password.
 * @throws {ClusterClientError} CLUSTER_KUBECONFIG for an apiVersion that is not spoken
 */
export function pluginCredentials(plugin: PluginEntry, options: PluginOptions): Credentials {
  const { user, file, now = Date.now } = options;
  if (!PLUGIN_API_VERSIONS.includes(plugin.apiVersion)) {
    const expected = PLUGIN_API_VERSIONS.join(' or ');
    throw kubeconfigError(
      file,
      `user ${user}: expected ${expected} as exec.apiVersion, got ${plugin.apiVersion}`,
    );
  }
  let known: PluginAnswer | undefined;
  let running: Promise<PluginAnswer> | undefined;

  function ask(): Promise<PluginAnswer> {
    running ??= askOnce(plugin, options)
      .then((answer) => (known = answer))
      .catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.message : 'an error';
        throw new ClusterClientError(
          'CLUSTER_CREDENTIALS',
          `${file}: user ${user}: plug-in ${plugin.command}: ${why}`,
          { cause },
        );
      })
      .finally(() => (running = undefined));
    return running;
  }

  return {
    async get() {
      const answer = known !== undefined && now() <= known.untilMs ? known : await ask();
      return answer.credential;
    },
    async refused(used: Credential) {
      if (known !== undefined && known.credential !== used) return true;
      await ask();
      return true;
    },
  };
}

async function askOnce(plugin: PluginEntry, options: PluginOptions): Promise<PluginAnswer> {
  const { env, cluster, limitMs = PLUGIN_LIMIT_MS, isTerminal = () => isatty(0) } = options;
  const { apiVersion, args } = plugin;
  const interactive = isInteractive(plugin.interactiveMode, isTerminal());
  const path = await findCommand(plugin.command, env);
  if (path === undefined) throw new Error(`expected a program of that name, got none${hint(plugin)}`);
  const own = Object.fromEntries(plugin.env.map(({ name, value }) => [name, value]));
  const question = questionText(apiVersion, plugin.provideClusterInfo ? cluster : undefined, interactive);
  const variables = { ...env, ...own, KUBERNETES_EXEC_INFO: question };
  return readAnswer(await runPlugin({ path, args, env: variables, interactive, limitMs }), apiVersion);
}

/** Whether it gets the terminal. */
function isInteractive(mode: string, isTerminal: boolean): boolean {
  if (mode === 'Always' && !isTerminal) {
    throw new Error('expected a terminal as standard input, as its interactiveMode is Always, got none');
  }
  return mode !== 'Never' && isTerminal;
}

/** What the kubeconfig advises, on one line and without what would turn a terminal upside down. */
function hint({ installHint }: PluginEntry): string {
  const text = stripVTControlCharacters(installHint)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  return text === '' ? '' : `; its installHint: ${text}`;
}
