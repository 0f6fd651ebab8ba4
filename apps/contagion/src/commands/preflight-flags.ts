import { switchFlag, type FlagsTable } from '@pod-contagion/command-line';
import { clusterFlags, type ClusterFlags } from './cluster-flags.ts';
import { MODEL_FLAGS } from './model-flags.ts';

/** What `contagion preflight` can be told. */
export type PreflightFlags = ClusterFlags &
  Readonly<{ file: readonly string[]; kustomize: readonly string[]; json: boolean }>;

/** The flags of `contagion preflight`; help and docs are made from this. */
export const PREFLIGHT_FLAGS: FlagsTable<PreflightFlags> = {
  file: { ...MODEL_FLAGS.file, help: "What to ask for instead of the repository's; may be repeated." },
  kustomize: MODEL_FLAGS.kustomize,
  ...clusterFlags('it would be created'),
  json: switchFlag('One line of JSON per finding.'),
};
