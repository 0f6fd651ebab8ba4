export { bandsPlot, type BandPoint, type BandsPlot, type RecordedPoint } from './bands.ts';
export type { Words } from './figure.ts';
export { phaseDiagram, type PhaseCell, type PhaseDiagram } from './phase-diagram.ts';
export { survivalPlot, type SurvivalPoint } from './survival.ts';
