import { ExperimentError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { MAX_EXPERIMENT_BYTES, MAX_MISTAKES } from '../limits.ts';
import type { Providers } from '../providers/provider.ts';
import { loadValues, type Environment } from '../values/load-values.ts';
import { createRedactor, type Redactor } from '../values/redact.ts';
import type { Values } from '../values/substitute.ts';
import { checkRules, type Finding } from './check-rules.ts';
import { checkSchema } from './check-schema.ts';
import { pathText, readDocument, type Mistake, type ReadDocument } from './document.ts';
import type { Experiment } from '../experiment.ts';

/** An experiment that can be run: what it says, what `${}` stands for, and what must not be told of it. */
export type ReadExperiment = Readonly<{
  experiment: Experiment;
  values: Values;
  redactor: Redactor;
  /** What is strange and no mistake; a line each. */
  notes: readonly string[];
  /** What is wrong with these values, a line each: for those that were not known when it was read. */
  mistakesWith: (values: Values) => readonly string[];
}>;

/** What an experiment is read with. */
export type ReadOptions = Readonly<{
  /** How the file is called in messages. */
  file: string;
  env: Environment;
  providers: Providers;
  /** Values from the command line, which win over those of the file. */
  given?: JsonObject;
}>;

/**
 * Reads an experiment and checks all of it, so that whatever is wrong is told before anything is touched. A message has a
 * line for each mistake, as compilers write it: `file:line:column: path: expected ..., got ...`.
 * @throws {ExperimentError} EXPERIMENT_INVALID, EXPERIMENT_VARIABLE
 */
export async function readExperiment(
  text: string,
  { file, env, providers, given }: ReadOptions,
): Promise<ReadExperiment> {
  if (Buffer.byteLength(text) > MAX_EXPERIMENT_BYTES) {
    throw new ExperimentError(
      'EXPERIMENT_INVALID',
      `${file}: expected at most ${MAX_EXPERIMENT_BYTES} bytes, got more`,
    );
  }
  const document = readDocument(text);
  if (!('positionOf' in document)) throw invalid(file, document);
  const wrongForm = await checkSchema(document);
  if (wrongForm.length > 0) throw invalid(file, wrongForm);
  const experiment = document.value as unknown as Experiment;
  refuseVault(experiment.secrets ?? {}, file, document);
  const values = loadValues(experiment, env, given);
  const redactor = createRedactor(values.secrets);
  const { mistakes, notes } = checkRules(experiment, values, providers);
  if (mistakes.length > 0) throw invalid(file, place(mistakes, document), redactor);
  return {
    experiment,
    values,
    redactor,
    notes: place(notes, document).map((note) => redactor.text(line(file, note))),
    mistakesWith: (known) => {
      const found = checkRules(experiment, known, providers).mistakes;
      return place(found, document).map((mistake) => redactor.text(line(file, mistake)));
    },
  };
}

/** What can't be had here is said before somebody wonders why it is empty. */
function refuseVault(
  secrets: JsonObject,
  file: string,
  document: ReadDocument,
  path: readonly string[] = ['secrets'],
): void {
  for (const [name, value] of Object.entries(secrets)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    const at = [...path, name];
    const inner = value as JsonObject;
    if (inner['type'] !== 'vault') {
      refuseVault(inner, file, document, at);
      continue;
    }
    const message =
      'expected a secret from the environment (type: env), got one of type vault, which is not asked here';
    throw invalid(file, place([{ path: [...at, 'type'], message }], document));
  }
}

function place(findings: readonly Finding[], document: ReadDocument): readonly Mistake[] {
  return findings.map(({ path, message }) => ({
    ...document.positionOf(path),
    path: pathText(path),
    message,
  }));
}

function line(file: string, { line: row, column, path, message }: Mistake): string {
  return `${file}:${row}:${column}: ${path === '' ? '' : `${path}: `}${message}`;
}

function invalid(file: string, mistakes: readonly Mistake[], redactor?: Redactor): ExperimentError {
  const sorted = mistakes.toSorted((left, right) => left.line - right.line || left.column - right.column);
  const lines = sorted.slice(0, MAX_MISTAKES).map((mistake) => line(file, mistake));
  const more = sorted.length - lines.length;
  const text = [...lines, ...(more > 0 ? [`${file}: and ${more} more`] : [])].join('\n');
  return new ExperimentError('EXPERIMENT_INVALID', redactor?.text(text) ?? text);
}
