/** Colours that can be told apart by everybody, of the palette of Okabe and Ito (2008), and a light tint of the first. */
export const INK = { line: '#0072b2', band: '#cfe3f1', points: '#d55e00', faint: '#b8b8b8' } as const;

/** Those of several curves. */
export const CURVE_INK: readonly string[] = ['#d55e00', '#0072b2', '#009e73', '#cc79a7'];
