export { bandsPlot, type BandPoint, type Bands, type BandsPlot, type RecordedPoint } from './bands.ts';
export { loadDrawing } from './drawing.ts';
export { ensemblePlot, type EnsemblePlot } from './ensemble.ts';
export type { Words } from './figure.ts';
export { phaseDiagram, type PhaseCell, type PhaseDiagram } from './phase-diagram.ts';
export { runPlot, type Curve, type RunPlot } from './run.ts';
export { sharesPlot, type SharePoint, type SharesPlot } from './shares.ts';
export { survivalPlot, type SurvivalPoint } from './survival.ts';
