import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Model } from '@pod-contagion/simulator';
import { ROOT } from '../scripts/files.ts';

/** What runs are simulated: from outside one sneeze at time 0, with these seeds, to a time or to extinction. */
export type FloorRuns = Readonly<{ firstSeed: number; runs: number; untilMs: number }>;

/** What the floor says of its last run, and what all of them took. */
export type FloorResult = Readonly<{
  /** By COUNT. */
  counts: readonly number[];
  nowMs: number;
  listed: number;
  /** As `Engine.digest`. */
  digest: number;
  /** Of all runs. */
  events: number;
  cpuSeconds: number;
}>;

/** Compiles bench/floors/simulator/main.cpp into a folder; gives the program. Contraction would round otherwise than JavaScript does. */
export function buildFloor(folder: string): string {
  const program = join(folder, 'simulator');
  const options = ['-O3', '-march=native', '-ffp-contract=off', '-std=c++20'];
  const source = `${ROOT}bench/floors/simulator/main.cpp`;
  const { status, stderr } = spawnSync('g++', [...options, '-o', program, source], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`expected g++ to compile ${source}, got ${stderr}`);
  return program;
}

/** Runs it. Its deaths are restarts, and it always knows who infected whom. */
export function runFloor(
  program: string,
  model: Model,
  { firstSeed, runs, untilMs }: FloorRuns,
): FloorResult {
  const { machine, rules } = model;
  const values = {
    pods: model.pods,
    symptomDelayMs: model.symptomDelayMs,
    healthDelayMs: model.healthDelayMs,
    sneezeIntervalMs: model.sneezeIntervalMs,
    livenessPeriodMs: model.liveness.periodMs,
    livenessThreshold: model.liveness.failureThreshold,
    readinessPeriodMs: model.readiness.periodMs,
    readinessThreshold: model.readiness.failureThreshold,
    startupPeriodMs: model.startupPeriodMs,
    startupThreshold: model.startupFailureThreshold ?? 3,
    isOldKubelet: rules.version === '1.20' ? 1 : 0,
    initialBackoffMs: rules.initialBackoffMs,
    maxBackoffMs: rules.maxBackoffMs,
    backoffExpiryMs: rules.backoffExpiryMs,
    restartAllContainers: rules.restartAllContainers ? 1 : 0,
    killLeastMs: machine.killMs[0],
    killMostMs: machine.killMs[1],
    startLeastMs: machine.startMs[0],
    startMostMs: machine.startMs[1],
    readyLeastMs: machine.readyMs[0],
    readyMostMs: machine.readyMs[1],
    endpointLeastMs: machine.endpointMs[0],
    endpointMostMs: machine.endpointMs[1],
    syncMs: machine.syncMs,
    firstSneezeLeastMs: machine.firstSneezeMs[0],
    firstSneezeMostMs: machine.firstSneezeMs[1],
    probeSpread: machine.probeSpread,
    unknownEndProbability: machine.unknownEndProbability,
    seed: firstSeed,
    runs,
    untilMs,
  };
  const words = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`expected a result of ${program}, got ${stderr}`);
  return JSON.parse(stdout) as FloorResult;
}
