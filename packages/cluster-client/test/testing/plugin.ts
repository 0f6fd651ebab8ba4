import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { pluginCredentials, type PluginOptions } from '../../src/credentials/plugin/plugin.ts';
import type { Credentials } from '../../src/credentials/credentials.ts';
import type { PluginEntry } from '../../src/kubeconfig/config.ts';

/** The form that plug-ins of tests speak. */
export const V1: string = 'client.authentication.k8s.io/v1';

/** A plug-in of a test, and what it was told each time. */
export type TestPlugin = Readonly<{
  entry: PluginEntry;
  credentials: (options?: Partial<PluginOptions>) => Credentials;
  /** One text of KUBERNETES_EXEC_INFO for each run. */
  questions: () => readonly string[];
}>;

/** A shell script that notes what it was told; `$run` is how often it has been run. */
export function testPlugin(t: Test, script: string, entry: Partial<PluginEntry> = {}): TestPlugin {
  const folder = t.testdir({ asked: '', 'plugin.sh': '' });
  const log = join(folder, 'asked');
  const whole: PluginEntry = {
    apiVersion: V1,
    command: '/bin/sh',
    args: [
      '-c',
      `printf '%s\\n' "$KUBERNETES_EXEC_INFO" >> '${log}'; run=$(wc -l < '${log}' | tr -d ' '); ${script}`,
    ],
    env: [],
    installHint: '',
    provideClusterInfo: false,
    interactiveMode: 'Never',
    ...entry,
  };
  return {
    entry: whole,
    credentials: (options) =>
      pluginCredentials(whole, {
        user: 'u',
        file: 'config',
        cluster: undefined,
        env: process.env,
        ...options,
      }),
    questions: () => readFileSync(log, 'utf8').trimEnd().split('\n'),
  };
}

/** Shell that answers with a status; what stands in it may use variables of the shell. */
export function answering(status: string, apiVersion: string = V1): string {
  return `cat <<END\n{"kind": "ExecCredential", "apiVersion": "${apiVersion}", "status": {${status}}}\nEND\n`;
}
