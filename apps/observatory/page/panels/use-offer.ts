import { useEffect } from 'preact/hooks';
import { offer, type PanelSource } from '../export/sources.ts';

/** A panel that is drawn otherwise on the screen, for speed, says how a pen draws it for a file. */
export function useOffer(source: Omit<PanelSource, 'table'>): void {
  useEffect(() => offer({ ...source, table: undefined }), []);
}
