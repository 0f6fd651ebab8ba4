/**
 * Loads what draws, which takes a second, so that it is missed before anything is done and not after.
 * @throws {SimulatorError} SIMULATOR_PLOT, naming what to install
 */
export async function checkPlots(): Promise<void> {
  const { loadDrawing } = await import('@pod-contagion/simulator/plots');
  await loadDrawing();
}
